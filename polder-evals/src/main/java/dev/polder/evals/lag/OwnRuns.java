package dev.polder.evals.lag;

import dev.polder.evals.run.BadLogException;
import dev.polder.evals.run.Result;
import dev.polder.evals.run.RunHeader;
import dev.polder.evals.run.RunLog;
import dev.polder.evals.run.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Runs in folders, imported ones among them, as tasks: one for each suite.
public final class OwnRuns {
  private static final String ENDING = ".jsonl";

  private final Releases releases;

  /// @param releases of all models that were run
  public OwnRuns(Releases releases) {
    this.releases = releases;
  }

  /// A log and what it says first.
  private record Log(Path file, RunHeader header) {
    String model() {
      return header.subject().model();
    }

    LocalDate day() {
      return header.begun().atZone(ZoneOffset.UTC).toLocalDate();
    }
  }

  /// Reads all logs in `folders`. Of several of one model the newest counts.
  ///
  /// @throws BadResultsException when a model's release is not known, or runs of one suite cannot
  ///   be compared
  public List<Task> read(List<Path> folders)
      throws BadResultsException, BadLogException, IOException {
    List<Log> logs = new ArrayList<>();
    for (Path folder : folders) {
      logs.addAll(logs(folder));
    }
    checkReleases(logs);
    Map<String, TreeMap<String, Log>> suites = new TreeMap<>();
    Map<String, Integer> older = new HashMap<>();
    for (Log log : logs) {
      TreeMap<String, Log> suite =
          suites.computeIfAbsent(name(log.header(), logs), first -> new TreeMap<>());
      Log before = suite.get(log.model());
      if (before != null) {
        older.merge(name(log.header(), logs), 1, Integer::sum);
      }
      if (before == null || log.header().begun().isAfter(before.header().begun())) {
        suite.put(log.model(), log);
      }
    }
    List<Task> tasks = new ArrayList<>();
    for (Map.Entry<String, TreeMap<String, Log>> suite : suites.entrySet()) {
      tasks.add(
          task(suite.getKey(), suite.getValue().values(), older.getOrDefault(suite.getKey(), 0)));
    }
    return tasks;
  }

  private static List<Log> logs(Path folder)
      throws BadResultsException, BadLogException, IOException {
    List<Log> logs = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(ENDING)).sorted().toList()) {
        logs.add(new Log(file, RunLog.header(file)));
      }
    }
    if (logs.isEmpty()) {
      throw new BadResultsException(
          folder.toString(), "there is no log of a run in it. Name folders such as evals/letters.");
    }
    return logs;
  }

  private void checkReleases(List<Log> logs) throws BadResultsException {
    Set<String> unknown = new TreeSet<>();
    for (Log log : logs) {
      if (releases.of(log.model()).isEmpty()) {
        unknown.add(log.model());
      }
    }
    if (!unknown.isEmpty()) {
      throw new BadResultsException(
          "--models",
          "nothing is said of these models: %s. Write a line for each into a CSV file with the columns model, weights, released."
              .formatted(String.join(", ", unknown)));
    }
  }

  /// The suite's name; where several have it, or it was asked in several ways, with its digests.
  private static String name(RunHeader header, List<Log> logs) {
    boolean alone =
        logs.stream()
            .map(Log::header)
            .filter(other -> other.suite().name().equals(header.suite().name()))
            .allMatch(other -> key(other).equals(key(header)));
    return alone
        ? header.suite().name()
        : "%s (%s, %s)"
            .formatted(
                header.suite().name(),
                end(header.suite().digest()),
                end(header.method().solverDigest() + header.method().bundle()));
  }

  private static String key(RunHeader header) {
    return header.suite().digest() + header.method().solverDigest() + header.method().bundle();
  }

  private static String end(String digest) {
    return digest.substring(Math.max(0, digest.length() - 8));
  }

  private Task task(String name, Iterable<Log> logs, int older)
      throws BadResultsException, BadLogException, IOException {
    Gathering task = new Gathering();
    for (Log log : logs) {
      String place = log.file().toString();
      task.model(place, log.model(), releases.of(log.model()).orElseThrow());
      task.seen(log.day());
      Map<String, List<Double>> scores = new TreeMap<>();
      for (Result result : RunLog.read(log.file()).results()) {
        Trial trial = result.trial();
        Optional<Double> score = score(result, log.header().suite().primary());
        if (score.isPresent()) {
          scores.computeIfAbsent(trial.sample(), first -> new ArrayList<>()).add(score.get());
        }
        if (trial.cluster().isPresent()) {
          task.cluster(place, trial.sample(), trial.cluster().get());
        }
      }
      for (Map.Entry<String, List<Double>> sample : scores.entrySet()) {
        task.score(
            place,
            log.model(),
            sample.getKey(),
            sample.getValue().stream().mapToDouble(each -> each).average().orElseThrow());
      }
    }
    return task.task(name, older);
  }

  private static Optional<Double> score(Result result, String primary) {
    return switch (result) {
      case Result.Scored scored -> scored.score(primary).map(score -> score.value());
      case Result.Unanswered unanswered -> Optional.empty();
    };
  }
}
