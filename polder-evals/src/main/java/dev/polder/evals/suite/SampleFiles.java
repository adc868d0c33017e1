package dev.polder.evals.suite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.polder.evals.sample.Sample;
import dev.polder.evals.score.Scoring;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Reads all samples of a suite once: to find what is wrong with them, to digest them, and to keep
/// where they stand. While it does, it needs some 80 bytes a sample to find duplicates.
final class SampleFiles {
  /// No line may be longer; a sample of that size is a mistake.
  static final int LONGEST_LINE = 4 * 1024 * 1024;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final int MOST_FILES = 256;

  private record Place(int file, int line) {}

  private final List<Path> files;
  private final Path folder;
  private final List<Scoring> scorings;
  private final Faults faults;
  private final Digest digest;
  private final SampleIndex.Builder index;
  private final Seen ids = new Seen();
  private final Seen inputs = new Seen();
  private final Set<String> examples = new HashSet<>();

  /// Where the samples stand that were looked at, sound or not; the place of a number is two ints.
  private int[] places = new int[128];

  private int looked;
  private Optional<Place> firstWithId = Optional.empty();
  private Optional<Place> firstWithout = Optional.empty();
  private boolean mixed;

  SampleFiles(List<Path> files, Path folder, List<Scoring> scorings, Faults faults, Digest digest) {
    this.files = files;
    this.folder = folder;
    this.scorings = scorings;
    this.faults = faults;
    this.digest = digest;
    this.index = new SampleIndex.Builder(files);
  }

  /// What models are shown as examples must not be asked as well.
  SampleFiles excluding(List<Sample> shown) {
    shown.forEach(example -> examples.add(Sample.canonical(example.input())));
    return this;
  }

  /// Reads them; what is wrong is told to the faults.
  SampleIndex read() {
    if (files.size() > MOST_FILES) {
      faults.add(name(0), 0, "A suite has at most %d files. Join some.".formatted(MOST_FILES));
      return index.build();
    }
    for (int file = 0; file < files.size(); file++) {
      int before = index.size();
      boolean wasSound = faults.isEmpty();
      read(file);
      if (index.size() == before && wasSound && faults.isEmpty()) {
        faults.add(name(file), 0, "The file holds no samples. Write one JSON object on each line.");
      }
    }
    return index.build();
  }

  private void read(int file) {
    try (InputStream stream = Files.newInputStream(files.get(file))) {
      LineReader lines = new LineReader(stream, LONGEST_LINE);
      for (LineReader.Line line = lines.next(); line != null; line = lines.next()) {
        if (line.number() == 1 && isOtherUnicode(line.bytes())) {
          faults.add(name(file), 1, "The file is UTF-16 text. Save it as UTF-8.");
          return;
        }
        if (line.number() == 1 && isList(line.bytes())) {
          faults.add(
              name(file),
              1,
              "The file is one JSON list. Write its objects one on each line instead.");
          return;
        }
        take(file, line);
      }
    } catch (IOException unreadable) {
      faults.add(name(file), 0, "The file cannot be read (%s).".formatted(unreadable.getMessage()));
    }
  }

  private void take(int file, LineReader.Line line) {
    Consumer<String> told = message -> faults.add(name(file), line.number(), message);
    if (line.isTooLong()) {
      told.accept(
          "The line is longer than %d MiB. No sample is that large: is there one object a line?"
              .formatted(LONGEST_LINE >> 20));
      return;
    }
    byte[] bytes = line.bytes();
    int mark =
        line.number() == 1 && startsWith(bytes, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
    byte[] content = mark == 0 ? bytes : Arrays.copyOfRange(bytes, mark, bytes.length);
    if (isBlank(content)) {
      return;
    }
    if (startsWith(content, BYTE_ORDER_MARK)) {
      told.accept(
          "A byte order mark stands within the file: was it joined from several? Remove it.");
      return;
    }
    SampleReader.read(content, told)
        .ifPresent(read -> {
          String question = Sample.canonical(read.sample().input());
          check(read, question, new Place(file, line.number()), told);
          digest.add(read.sample().canonical(question));
          index.add(file, line.offset() + mark, content, read.sample().id());
        });
  }

  private void check(SampleReader.Read read, String question, Place place, Consumer<String> told) {
    Sample sample = read.sample();
    for (Scoring scoring : scorings) {
      scoring
          .objection(sample.target())
          .ifPresent(
              objection -> told.accept("Scorer '%s': %s".formatted(scoring.name(), objection)));
    }
    checkMixed(read.hasOwnId(), place, told);
    if (examples.contains(question)) {
      told.accept(
          "The sample is one of the examples: its answer is shown. Take it out of one file.");
    }
    int number = number(place);
    int sameQuestion = inputs.add(question, number);
    if (sameQuestion != Seen.NOWHERE) {
      told.accept(
          "The sample asks the same as %s. Keep one of them: a case that counts twice makes the result look surer than it is."
              .formatted(said(place(sameQuestion), place)));
    }
    int sameId = read.hasOwnId() ? ids.add(sample.id(), number) : Seen.NOWHERE;
    if (sameId != Seen.NOWHERE) {
      told.accept(
          "Id '%s' is also that of %s. Give each sample its own."
              .formatted(sample.id(), said(place(sameId), place)));
    }
  }

  private int number(Place place) {
    if (2 * looked == places.length) {
      places = Arrays.copyOf(places, 2 * places.length);
    }
    places[2 * looked] = place.file();
    places[2 * looked + 1] = place.line();
    return looked++;
  }

  private Place place(int number) {
    return new Place(places[2 * number], places[2 * number + 1]);
  }

  private void checkMixed(boolean hasId, Place place, Consumer<String> told) {
    Optional<Place> other = hasId ? firstWithout : firstWithId;
    if (other.isPresent() && !mixed) {
      mixed = true;
      told.accept(
          "The sample has %s id, but that of %s has %s. Give all samples an id, or none."
              .formatted(hasId ? "an" : "no", said(other.get(), place), hasId ? "none" : "one"));
    }
    if (hasId) {
      firstWithId = firstWithId.or(() -> Optional.of(place));
    } else {
      firstWithout = firstWithout.or(() -> Optional.of(place));
    }
  }

  private String said(Place place, Place seenFrom) {
    return place.file() == seenFrom.file()
        ? "line " + place.line()
        : name(place.file()) + ", line " + place.line();
  }

  private String name(int file) {
    return folder.relativize(files.get(file)).toString().replace('\\', '/');
  }

  private static boolean isOtherUnicode(byte[] line) {
    return line.length >= 2
        && ((line[0] == (byte) 0xFF && line[1] == (byte) 0xFE)
            || (line[0] == (byte) 0xFE && line[1] == (byte) 0xFF));
  }

  private static boolean isList(byte[] line) {
    int mark = startsWith(line, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
    return new String(line, mark, line.length - mark, ISO_8859_1).stripLeading().startsWith("[");
  }

  private static boolean startsWith(byte[] bytes, byte[] beginning) {
    return bytes.length >= beginning.length
        && Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte each : bytes) {
      if (each != ' ' && each != '\t' && each != '\r') {
        return false;
      }
    }
    return true;
  }
}
