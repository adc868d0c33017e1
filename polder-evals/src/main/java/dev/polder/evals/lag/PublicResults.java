package dev.polder.evals.lag;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Published results item by item, in our own form or in one of two that others publish.
///
/// Our form is CSV, or an object on each line: `model`, `released`, `open`, `task`, `item`,
/// `score`, and perhaps `cluster`. docs/reference/import.md tells of all three.
public final class PublicResults {
  private static final List<String> COLUMNS =
      List.of("model", "released", "open", "task", "item", "score");

  private final Releases releases;

  /// @param releases what is known better than in the results
  public PublicResults(Releases releases) {
    this.releases = releases;
  }

  /// Reads a file of our form, or a folder: with `runs.csv` and `items.csv` as extracted from Epoch
  /// AI's logs, or with `per_instance.csv` as of SWE-bench's bash-only leaderboard.
  ///
  /// @return tasks in the order of their names, incomparable ones among them
  /// @throws BadResultsException when some of it cannot be read
  public List<Task> read(Path place) throws BadResultsException, IOException {
    if (!Files.isDirectory(place)) {
      return own(place);
    }
    if (Files.exists(place.resolve("runs.csv")) && Files.exists(place.resolve("items.csv"))) {
      return epoch(place);
    }
    if (Files.exists(place.resolve("per_instance.csv"))) {
      return List.of(sweBench(place.resolve("per_instance.csv")));
    }
    throw new BadResultsException(
        place.toString(),
        "the folder has neither runs.csv and items.csv nor per_instance.csv. Name a file with the columns %s."
            .formatted(String.join(", ", COLUMNS)));
  }

  // ---- our form

  private List<Task> own(Path file) throws BadResultsException, IOException {
    Map<String, Gathering> tasks = new TreeMap<>();
    Rows.read(
        file,
        COLUMNS,
        row -> {
          Gathering task = tasks.computeIfAbsent(row.needed("task"), first -> new Gathering());
          String model = row.needed("model");
          String item = row.needed("item");
          task.model(row.place(), model, release(model, row, "open", "released"));
          task.score(row.place(), model, item, row.share("score"));
          if (!row.optional("cluster").isEmpty()) {
            task.cluster(row.place(), item, row.optional("cluster"));
          }
        });
    if (tasks.isEmpty()) {
      throw new BadResultsException(file.toString(), "it has no results.");
    }
    List<Task> all = new ArrayList<>();
    tasks.forEach((name, task) -> all.add(task.task(name, 0)));
    return all;
  }

  private Release release(String model, Rows.Row row, String open, String released)
      throws BadResultsException {
    return releases.of(model).isPresent()
        ? releases.of(model).orElseThrow()
        : new Release(row.open(open), row.day(released));
  }

  // ---- Epoch AI

  /// One evaluation of one model.
  private record Run(String id, String task, String model, Release release, LocalDate day) {}

  private List<Task> epoch(Path folder) throws BadResultsException, IOException {
    Map<String, Integer> undated = new HashMap<>();
    Map<String, Run> newest = new LinkedHashMap<>();
    Map<String, LocalDate> until = new HashMap<>();
    Rows.read(
        folder.resolve("runs.csv"),
        List.of("run_id", "task", "model_version", "weights", "release_date", "n_items"),
        row -> {
          // Two harnesses share a name, but not their number of items.
          String task = "%s, %s items".formatted(row.needed("task"), row.needed("n_items"));
          String model = row.optional("model_version");
          LocalDate day = OffsetDateTime.parse(row.needed("run_created")).toLocalDate();
          until.merge(task, day, (one, other) -> one.isAfter(other) ? one : other);
          if (model.isEmpty() || !known(model, row)) {
            undated.merge(task, 1, Integer::sum);
            return;
          }
          Run run =
              new Run(
                  row.needed("run_id"),
                  task,
                  model,
                  release(model, row, "weights", "release_date"),
                  day);
          Run before = newest.get(task + "\n" + model);
          if (before != null) {
            undated.merge(task, 1, Integer::sum);
          }
          if (before == null || run.day().isAfter(before.day())) {
            newest.put(task + "\n" + model, run);
          }
        });
    Map<String, Run> byId = new HashMap<>();
    newest.values().forEach(run -> byId.put(run.id(), run));
    return epoch(folder, byId, until, undated);
  }

  private boolean known(String model, Rows.Row row) {
    boolean weights = List.of("open", "closed").contains(row.optional("weights"));
    return releases.of(model).isPresent() || (weights && !row.optional("release_date").isEmpty());
  }

  private static List<Task> epoch(
      Path folder, Map<String, Run> runs, Map<String, LocalDate> until, Map<String, Integer> left)
      throws BadResultsException, IOException {
    Map<String, Gathering> tasks = new TreeMap<>();
    for (Run run : runs.values()) {
      Gathering task = tasks.computeIfAbsent(run.task(), first -> new Gathering());
      task.model(folder + ", runs.csv", run.model(), run.release());
      task.seen(until.getOrDefault(run.task(), run.day()));
    }
    Rows.read(
        folder.resolve("items.csv"),
        List.of("run_id", "item_id", "mean_score"),
        row -> {
          Run run = runs.get(row.needed("run_id"));
          // Of an item without any score nothing is known.
          if (run != null && !row.optional("mean_score").isEmpty()) {
            Gathering task = tasks.computeIfAbsent(run.task(), first -> new Gathering());
            task.score(row.place(), run.model(), row.needed("item_id"), row.share("mean_score"));
          }
        });
    List<Task> all = new ArrayList<>();
    tasks.forEach((name, task) -> all.add(task.task(name, left.getOrDefault(name, 0))));
    return all;
  }

  // ---- SWE-bench

  private Task sweBench(Path file) throws BadResultsException, IOException {
    Gathering task = new Gathering();
    Rows.read(
        file,
        List.of("model", "date", "os_model", "instance_id", "repo", "resolved"),
        row -> {
          String model = row.needed("model");
          String item = row.needed("instance_id");
          task.model(row.place(), model, release(model, row, "os_model", "date"));
          task.seen(row.day("date"));
          task.score(row.place(), model, item, row.share("resolved"));
          task.cluster(row.place(), item, row.needed("repo"));
        });
    return task.task("SWE-bench Verified, bash only", 0);
  }
}
