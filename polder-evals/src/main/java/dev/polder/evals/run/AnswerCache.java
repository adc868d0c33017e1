package dev.polder.evals.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.polder.evals.score.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Answers that were paid for once, in a folder that runs share.
///
/// Each run appends to a file of its own there and reads those of all runs before it, so no run
/// waits for another. Memory holds 24 bytes an answer or two; the answers stay in their files,
/// which are mapped. Any thread may call; whoever opens it closes it when nobody asks any more.
public final class AnswerCache implements AutoCloseable {
  /// What a model said.
  ///
  /// @param millis how long it took when it was asked
  record Remembered(Response response, double millis) {}

  private static final String HEAD = "{\"polder-cache\":1}";
  private static final String BEFORE_KEY = "{\"key\":\"";
  private static final String ENDING = ".jsonl";

  private static final int OFFSET_BITS = 44;
  private static final long OFFSET = (1L << OFFSET_BITS) - 1;
  private static final JsonFactory JSON = new JsonFactory();

  private final Optional<Path> folder;
  private final String ownName;
  private final Arena arena = Arena.ofShared();
  private final List<MemorySegment> files = new ArrayList<>();
  private final Index index = new Index();
  private @Nullable Appender own;

  private AnswerCache(Optional<Path> folder, String ownName) {
    this.folder = folder;
    this.ownName = ownName;
  }

  /// One that knows nothing and keeps nothing.
  public static AnswerCache none() {
    return new AnswerCache(Optional.empty(), "");
  }

  /// Reads what is known in `folder`, which need not be there yet.
  ///
  /// @param now and `random` name the file of this run
  /// @throws IOException when a file there cannot be read
  public static AnswerCache open(Path folder, Instant now, RandomGenerator random)
      throws IOException {
    String name = "answers-%d-%08x".formatted(now.getEpochSecond(), random.nextInt());
    AnswerCache cache = new AnswerCache(Optional.of(folder), name);
    if (Files.isDirectory(folder)) {
      try (Stream<Path> found = Files.list(folder)) {
        for (Path file : found.filter(each -> each.toString().endsWith(ENDING)).sorted().toList()) {
          cache.read(file);
        }
      } catch (IOException | UncheckedIOException unreadable) {
        cache.arena.close();
        throw unreadable;
      }
    }
    return cache;
  }

  /// A file of another form holds nothing for us: a cache may always miss.
  private void read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Lines lines = new Lines(channel, 0);
      if (!lines.next()
          || !new String(lines.array(), lines.offset(), lines.length(), UTF_8).equals(HEAD)) {
        return;
      }
      long number = files.size();
      while (lines.next()) {
        if (isEntry(lines)) {
          index.put(
              CacheKey.read(lines.array(), lines.offset() + BEFORE_KEY.length()),
              number << OFFSET_BITS | lines.position());
        }
      }
      files.add(channel.map(FileChannel.MapMode.READ_ONLY, 0, lines.end(), arena));
    }
  }

  private static boolean isEntry(Lines lines) {
    int least = BEFORE_KEY.length() + CacheKey.DIGITS + 2;
    if (lines.length() < least || lines.array()[lines.offset() + lines.length() - 1] != '}') {
      return false;
    }
    byte[] line = lines.array();
    int at = lines.offset();
    for (int i = 0; i < BEFORE_KEY.length(); i++) {
      if (line[at + i] != BEFORE_KEY.charAt(i)) {
        return false;
      }
    }
    for (int i = 0; i < CacheKey.DIGITS; i++) {
      if (Character.digit(line[at + BEFORE_KEY.length() + i], 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /// How many answers are known from before.
  public int size() {
    return index.size;
  }

  /// What was answered before, by this run's predecessors.
  Optional<Remembered> find(CacheKey key) {
    long place = index.get(key);
    if (place < 0) {
      return Optional.empty();
    }
    byte[] line = line(files.get((int) (place >>> OFFSET_BITS)), place & OFFSET);
    try (JsonParser json = JSON.createParser(line)) {
      return Optional.of(entry(json));
    } catch (IOException damaged) {
      return Optional.empty();
    }
  }

  private static byte[] line(MemorySegment file, long from) {
    long end = from;
    while (end < file.byteSize() && file.get(ValueLayout.JAVA_BYTE, end) != '\n') {
      end++;
    }
    return file.asSlice(from, end - from).toArray(ValueLayout.JAVA_BYTE);
  }

  private static Remembered entry(JsonParser json) throws IOException {
    Optional<Response> response = Optional.empty();
    double millis = 0;
    json.nextToken();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "answer" -> response = Optional.of(ResultJson.readResponse(json));
        case "ms" -> millis = json.getDoubleValue();
        default -> json.skipChildren();
      }
    }
    return new Remembered(response.orElseThrow(() -> new IOException("no answer")), millis);
  }

  /// Keeps an answer, for runs to come.
  ///
  /// @throws IOException when the cache cannot be written to
  void put(CacheKey key, Remembered answer) throws IOException, InterruptedException {
    if (folder.isPresent()) {
      own(folder.get()).add(json(key, answer));
    }
  }

  private static byte[] json(CacheKey key, Remembered answer) {
    ByteArrayBuilder bytes = new ByteArrayBuilder(256);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("key", key.digits());
      json.writeFieldName("answer");
      ResultJson.write(answer.response(), json);
      json.writeNumberField("ms", answer.millis());
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private synchronized Appender own(Path in) throws IOException, InterruptedException {
    if (own == null) {
      Files.createDirectories(in);
      own =
          new Appender(
              FileChannel.open(
                  in.resolve(ownName + ENDING),
                  StandardOpenOption.CREATE_NEW,
                  StandardOpenOption.WRITE),
              "cache");
      own.add((HEAD + "\n").getBytes(UTF_8));
    }
    return own;
  }

  /// Writes what is queued and lets the files go.
  ///
  /// @throws IOException when some of it could not be written
  @Override
  public synchronized void close() throws IOException {
    arena.close();
    if (own != null) {
      own.close();
    }
  }

  /// Where answers stand, by key: a table with open addressing. Of two entries of one key the first
  /// counts. Written while the cache is opened, only read afterwards.
  private static final class Index {
    private long[] high = new long[1024];
    private long[] low = new long[1024];
    private long[] places = emptyPlaces(1024);
    private int size;

    private static long[] emptyPlaces(int length) {
      long[] places = new long[length];
      Arrays.fill(places, -1);
      return places;
    }

    long get(CacheKey key) {
      return places[slot(key)];
    }

    void put(CacheKey key, long place) {
      if (size >= places.length * 3L / 4) {
        grow();
      }
      int slot = slot(key);
      if (places[slot] < 0) {
        high[slot] = key.high();
        low[slot] = key.low();
        places[slot] = place;
        size++;
      }
    }

    /// Where the key is, or would be put. A digest's bits are as good as any hash.
    private int slot(CacheKey key) {
      int slot = (int) key.low() & (places.length - 1);
      while (places[slot] >= 0 && (high[slot] != key.high() || low[slot] != key.low())) {
        slot = (slot + 1) & (places.length - 1);
      }
      return slot;
    }

    private void grow() {
      long[] oldHigh = high;
      long[] oldLow = low;
      long[] oldPlaces = places;
      int length = 2 * oldPlaces.length;
      high = new long[length];
      low = new long[length];
      places = emptyPlaces(length);
      size = 0;
      for (int i = 0; i < oldPlaces.length; i++) {
        if (oldPlaces[i] >= 0) {
          put(new CacheKey(oldHigh[i], oldLow[i]), oldPlaces[i]);
        }
      }
    }
  }
}
