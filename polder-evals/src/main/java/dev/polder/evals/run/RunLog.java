package dev.polder.evals.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What a run wrote down, read back: its header and its results.
///
/// A trial that failed and was asked again counts once, with its last line. A torn last line, as a
/// killed process leaves it, is no result.
public final class RunLog {
  private final Path file;
  private final RunHeader header;
  private final Map<Place, Result> results;

  /// Which trial a result is about.
  record Place(String sample, int epoch) {
    static Place of(Trial trial) {
      return new Place(trial.sample(), trial.epoch());
    }
  }

  private RunLog(Path file, RunHeader header, Map<Place, Result> results) {
    this.file = file;
    this.header = header;
    this.results = results;
  }

  /// A run whose answers come from elsewhere than its log.
  ///
  /// @param file where they were kept
  public static RunLog of(Path file, RunHeader header, Collection<Result> results) {
    Map<Place, Result> places = new LinkedHashMap<>();
    results.forEach(result -> places.put(Place.of(result.trial()), result));
    return new RunLog(file, header, places);
  }

  /// Reads a whole log into memory.
  ///
  /// @throws BadLogException when it is none, or cannot be relied on
  /// @throws IOException when it cannot be read
  public static RunLog read(Path file) throws BadLogException, IOException {
    Map<Place, Result> results = new LinkedHashMap<>();
    RunHeader header = scan(file, result -> results.put(Place.of(result.trial()), result));
    return new RunLog(file, header, results);
  }

  /// Reads only the header.
  ///
  /// @throws BadLogException when it is no log, or of a form that this program does not know
  public static RunHeader header(Path file) throws BadLogException, IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return header(file, new Lines(channel, 0));
    }
  }

  /// Tells every result, one at a time and in the order in which they were written, to `each`: for
  /// logs that do not fit into memory. A trial that failed and was asked again is told of again.
  public static RunHeader scan(Path file, Consumer<Result> each)
      throws BadLogException, IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return scan(file, channel, each).header();
    }
  }

  /// @param end where the last whole line ends
  record Scanned(RunHeader header, long end) {}

  static Scanned scan(Path file, FileChannel channel, Consumer<Result> each)
      throws BadLogException, IOException {
    Lines lines = new Lines(channel, 0);
    RunHeader header = header(file, lines);
    int number = 1;
    while (lines.next()) {
      number++;
      try {
        ResultJson.read(lines.array(), lines.offset(), lines.length()).ifPresent(each);
      } catch (IOException | IllegalArgumentException damaged) {
        throw new BadLogException(
            BadLogException.Kind.DAMAGED,
            file,
            "line %d is damaged (%s). Restore the file, or delete that line: its sample is then asked again."
                .formatted(number, damaged.getMessage()));
      }
    }
    return new Scanned(header, lines.end());
  }

  private static RunHeader header(Path file, Lines lines) throws BadLogException, IOException {
    if (!lines.next()) {
      throw new BadLogException(
          BadLogException.Kind.NOT_A_LOG,
          file,
          "it has no header line, so it is no log of a run. Delete it if it was left by a crash.");
    }
    Optional<String> version = HeaderJson.version(lines.array(), lines.offset(), lines.length());
    if (version.isEmpty()) {
      throw new BadLogException(
          BadLogException.Kind.NOT_A_LOG,
          file,
          "its first line has no '%s', so it is no log of a run. Name a file that 'polder eval run' wrote."
              .formatted(HeaderJson.MARK));
    }
    if (!HeaderJson.READABLE.contains(version.get())) {
      throw new BadLogException(
          BadLogException.Kind.UNKNOWN_VERSION,
          file,
          "it is a log of version %s, and this program knows versions 1 to %d. Read it with the program that wrote it."
              .formatted(version.get(), HeaderJson.VERSION));
    }
    try {
      return HeaderJson.read(lines.array(), lines.offset(), lines.length());
    } catch (IOException incomplete) {
      throw new BadLogException(
          BadLogException.Kind.DAMAGED,
          file,
          "its header is damaged: %s. Restore the file.".formatted(incomplete.getMessage()));
    }
  }

  /// Where it was read from.
  public Path file() {
    return file;
  }

  public RunHeader header() {
    return header;
  }

  /// What came of each trial, errors included, in the order in which they were first written.
  public Collection<Result> results() {
    return List.copyOf(results.values());
  }

  /// What came of one trial, if anything did yet.
  public Optional<Result> result(String sample, int epoch) {
    return Optional.ofNullable(results.get(new Place(sample, epoch)));
  }
}
