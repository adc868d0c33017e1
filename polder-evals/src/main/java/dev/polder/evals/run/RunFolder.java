package dev.polder.evals.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A folder of logs.
public record RunFolder(Path path) {
  private static final String ENDING = ".jsonl";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// A name for a run that begins now.
  ///
  /// @param chance so that two that begin in one second differ
  public static String name(String deployment, Instant now, int chance) {
    String safe = deployment.replaceAll("[^A-Za-z0-9._-]", "_");
    return "%s-%s-%04x".formatted(safe, TIME.format(now), chance & 0xffff);
  }

  /// Where the log of a run of this name lies.
  public Path log(String run) {
    return path.resolve(run + ENDING);
  }

  /// The newest log that a run of `header` goes on with. Files that are no logs of this version are
  /// passed over.
  ///
  /// @throws IOException when the folder cannot be read
  public Optional<Path> newest(RunHeader header) throws IOException {
    return newest(other -> other.continues(header));
  }

  /// The newest log that is `wanted`. Files that are no logs of this version are passed over.
  ///
  /// @throws IOException when the folder cannot be read
  public Optional<Path> newest(Predicate<RunHeader> wanted) throws IOException {
    if (!Files.isDirectory(path)) {
      return Optional.empty();
    }
    return logs().stream()
        .filter(log -> wanted.test(log.header()))
        .max(Comparator.comparing(log -> log.header().begun()))
        .map(Log::file);
  }

  private record Log(Path file, RunHeader header) {}

  private List<Log> logs() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(file -> file.toString().endsWith(ENDING))
          .sorted()
          .flatMap(RunFolder::log)
          .toList();
    }
  }

  private static Stream<Log> log(Path file) {
    try {
      return Stream.of(new Log(file, RunLog.header(file)));
    } catch (BadLogException | IOException other) {
      return Stream.empty();
    }
  }
}
