package dev.polder.evals.shadow;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.polder.http.Bytes;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// One file of a spool: a head, then records one behind the other, each with its length and its
/// time in the open and its content encrypted. A record that was taken out is overwritten.
///
/// What follows the last whole record, as after a crash in the middle of a write, counts for
/// nothing. One thread at a time.
final class Segment implements AutoCloseable {
  private static final byte[] MAGIC = "PLDSPL01".getBytes(US_ASCII);
  private static final int SALT = 32;
  private static final int CHECK = 16;
  private static final int HEAD = MAGIC.length + SALT + CHECK;

  /// Length, index and time of a record.
  private static final int RECORD_HEAD = Integer.BYTES + 2 * Long.BYTES;

  private static final int TAG = 16;

  /// Stands for the index of a record that was taken out.
  private static final long TAKEN = -1;

  private static final int LONGEST = 64 * 1024 * 1024;

  private final Path file;
  private final SpoolKey.OfFile key;
  private final FileChannel channel;
  private final boolean writable;
  private long end = HEAD;
  private long next = HEAD;
  private int unread;
  private long nextIndex;
  private Instant oldest = Instant.MAX;
  private Instant newest = Instant.MIN;

  /// A record that stands in the file.
  ///
  /// @param from where it begins, `to` where the next one does
  private record Head(long from, long to, long index, Instant at) {
    int sealed() {
      return (int) (to - from) - RECORD_HEAD;
    }
  }

  private Segment(Path file, SpoolKey.OfFile key, FileChannel channel, boolean writable) {
    this.file = file;
    this.key = key;
    this.channel = channel;
    this.writable = writable;
  }

  /// How many bytes a record takes that holds so many.
  static long size(int content) {
    return (long) RECORD_HEAD + content + TAG;
  }

  /// A new file, which its owner alone may read and write.
  static Segment create(Path file, SpoolKey key, RandomGenerator random) throws IOException {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    SpoolKey.OfFile own = key.of(salt);
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
            ownerOnly(file, "rw-------"));
    try {
      ByteBuffer head = ByteBuffer.allocate(HEAD).put(MAGIC).put(salt).put(own.check()).flip();
      write(channel, head, 0);
      return new Segment(file, own, channel, true);
    } catch (IOException unwritable) {
      channel.close();
      Files.deleteIfExists(file);
      throw unwritable;
    }
  }

  /// Systems without such permissions keep a home folder's files from others by other means.
  static FileAttribute<?>[] ownerOnly(Path file, String permissions) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /// A file that is there, to be read and emptied; empty where it is of another key, or of none.
  static Optional<Segment> open(Path file, SpoolKey key) throws IOException {
    return open(file, key, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /// The same, only to be read.
  static Optional<Segment> look(Path file, SpoolKey key) throws IOException {
    return open(file, key, StandardOpenOption.READ);
  }

  private static Optional<Segment> open(Path file, SpoolKey key, StandardOpenOption... options)
      throws IOException {
    FileChannel channel = FileChannel.open(file, options);
    try {
      byte[] head = new byte[HEAD];
      if (channel.size() >= HEAD) {
        read(channel, head, 0);
        int saltEnd = MAGIC.length + SALT;
        SpoolKey.OfFile own = key.of(Arrays.copyOfRange(head, MAGIC.length, saltEnd));
        boolean ours =
            Arrays.equals(MAGIC, Arrays.copyOf(head, MAGIC.length))
                && own.made(Arrays.copyOfRange(head, saltEnd, HEAD));
        if (ours) {
          Segment segment = new Segment(file, own, channel, false);
          segment.scan();
          return Optional.of(segment);
        }
      }
    } catch (IOException unreadable) {
      channel.close();
      throw unreadable;
    }
    channel.close();
    return Optional.empty();
  }

  /// Counts what is there.
  private void scan() throws IOException {
    for (Optional<Head> head = head(end); head.isPresent(); head = head(end)) {
      end = head.get().to();
      if (head.get().index() != TAKEN) {
        count(head.get().at());
      }
    }
  }

  private void count(Instant at) {
    unread++;
    oldest = at.isBefore(oldest) ? at : oldest;
    newest = at.isAfter(newest) ? at : newest;
  }

  /// The record that begins at `from`, if a whole one does.
  private Optional<Head> head(long from) throws IOException {
    long left = channel.size() - from;
    if (left < RECORD_HEAD) {
      return Optional.empty();
    }
    byte[] bytes = new byte[RECORD_HEAD];
    read(channel, bytes, from);
    ByteBuffer head = ByteBuffer.wrap(bytes);
    int sealed = head.getInt();
    if (sealed < TAG || sealed > LONGEST || sealed > left - RECORD_HEAD) {
      return Optional.empty();
    }
    return Optional.of(
        new Head(
            from,
            from + RECORD_HEAD + sealed,
            head.getLong(),
            Instant.ofEpochMilli(head.getLong())));
  }

  Path file() {
    return file;
  }

  /// Whether it was made here, so that more may be written behind what is there.
  boolean isWritable() {
    return writable;
  }

  /// Bytes of head and whole records.
  long length() {
    return end;
  }

  int unread() {
    return unread;
  }

  Instant oldest() {
    return oldest;
  }

  Instant newest() {
    return newest;
  }

  /// Writes a record behind the others.
  ///
  /// @throws IOException when it cannot be written; the file is as it was before
  void append(byte[] content, Instant at) throws IOException {
    long index = nextIndex++; // also where writing fails: no nonce is used for two contents
    byte[] time = time(at);
    byte[] sealed = key.seal(index, time, content);
    ByteBuffer record =
        ByteBuffer.allocate(RECORD_HEAD + sealed.length)
            .putInt(sealed.length)
            .putLong(index)
            .put(time)
            .put(sealed)
            .flip();
    try {
      write(channel, record, end);
    } catch (IOException failed) {
      channel.truncate(end);
      throw failed;
    }
    end += size(content.length);
    count(at);
  }

  private static byte[] time(Instant at) {
    return ByteBuffer.allocate(Long.BYTES).putLong(at.toEpochMilli()).array();
  }

  /// The oldest record that was not taken out.
  ///
  /// @throws IOException when it cannot be read, or is not as it was written
  Spool.Entry peek() throws IOException {
    Head head = nextUnread();
    byte[] sealed = new byte[head.sealed()];
    read(channel, sealed, head.from() + RECORD_HEAD);
    try {
      return new Spool.Entry(head.at(), Bytes.of(key.open(head.index(), time(head.at()), sealed)));
    } catch (GeneralSecurityException altered) {
      throw new IOException("a record of '" + file + "' was altered", altered);
    }
  }

  private Head nextUnread() throws IOException {
    while (next < end) {
      Head head = head(next).orElseThrow(() -> new EOFException("'" + file + "' was cut"));
      if (head.index() != TAKEN) {
        return head;
      }
      next = head.to();
    }
    throw new EOFException("nothing is left in '" + file + "'");
  }

  /// Passes over the oldest record, without a trace in the file.
  void skip() throws IOException {
    next = nextUnread().to();
    unread--;
  }

  /// Takes the oldest record out: its content is overwritten.
  void take() throws IOException {
    Head head = nextUnread();
    ByteBuffer nothing =
        ByteBuffer.allocate(RECORD_HEAD + head.sealed())
            .putInt(head.sealed())
            .putLong(TAKEN)
            .rewind();
    write(channel, nothing, head.from());
    next = head.to();
    unread--;
  }

  void delete() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static void write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
    long position = at;
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
  }

  private static void read(FileChannel channel, byte[] into, long at) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(into);
    long position = at;
    while (bytes.hasRemaining()) {
      int read = channel.read(bytes, position);
      if (read < 0) {
        throw new EOFException("the file is shorter than it was");
      }
      position += read;
    }
  }
}
