package dev.polder.app.command;

import dev.polder.evals.lag.BadResultsException;
import dev.polder.evals.lag.OwnRuns;
import dev.polder.evals.lag.PublicResults;
import dev.polder.evals.lag.Releases;
import dev.polder.evals.lag.Task;
import dev.polder.evals.report.LagReport;
import dev.polder.evals.run.BadLogException;
import dev.polder.evidence.Estimate;
import dev.polder.evidence.survival.Lag;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `polder eval lag`: how many months open-weight models are behind the closed frontier.
@Command(
    name = "lag",
    mixinStandardHelpOptions = true,
    description = {
      "Tell how many months open-weight models are behind the closed frontier.",
      "",
      "A frontier is caught up with by the first open-weight model that is shown to",
      "be non-inferior to it."
    })
public final class EvalLagCommand implements Callable<Integer> {
  /// Where results come from.
  static final class Origin {
    @Option(
        names = "--runs",
        arity = "1..*",
        paramLabel = "FOLDER",
        description = "folders of runs; needs --models")
    private List<Path> runs = new ArrayList<>();

    @Option(
        names = "--public",
        paramLabel = "FILE",
        description = "published results, item by item, as CSV, JSONL or a known folder")
    private Optional<Path> published = Optional.empty();
  }

  @ArgGroup(multiplicity = "1")
  private Origin origin = new Origin();

  @Option(
      names = "--models",
      paramLabel = "FILE",
      description = "CSV with the columns model, weights (open or closed), released")
  private Optional<Path> models = Optional.empty();

  @Option(
      names = "--margin",
      paramLabel = "M",
      description = "the loss that counts as caught up; default 0.05")
  private double margin = 0.05;

  @Option(
      names = "--alpha",
      paramLabel = "A",
      description = "one-sided error of each comparison; default 0.05")
  private double alpha = 0.05;

  @Option(
      names = "--task",
      paramLabel = "TEXT",
      description = "only tasks whose names contain this")
  private String only = "";

  @Option(
      names = "--ignore-clusters",
      description = "count every item for itself, although items are alike")
  private boolean ignoreClusters;

  @Option(
      names = "--confidence",
      paramLabel = "C",
      description = "of intervals, two-sided; default 0.9")
  private double confidence = 0.9;

  @Option(names = "--draws", paramLabel = "N", description = "of the bootstrap; default 1000")
  private int draws = 1000;

  @Option(names = "--seed", paramLabel = "S", description = "of the bootstrap; default 1")
  private long seed = 1;

  @Option(
      names = "--html",
      paramLabel = "OUT",
      description = "also write a report with curves to this file")
  private Optional<Path> html = Optional.empty();

  private static final String INDENT = "    ";

  private final InstantSource clock = InstantSource.system();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (!origin.runs.isEmpty() && models.isEmpty()) {
      return refuse(
          ExitCode.USAGE,
          "--runs needs --models: a CSV file with the columns model, weights (open or closed) and released.");
    }
    try {
      Releases releases = models.isPresent() ? Releases.read(models.get()) : Releases.NONE;
      List<Task> tasks =
          origin.published.isPresent()
              ? new PublicResults(releases).read(origin.published.get())
              : new OwnRuns(releases).read(origin.runs);
      return report(tasks.stream().filter(task -> task.name().contains(only)).toList());
    } catch (NoSuchFileException | NotDirectoryException missing) {
      return refuse(1, "There is no file or folder '%s'.".formatted(missing.getFile()));
    } catch (BadResultsException | BadLogException | IOException unusable) {
      return refuse(1, String.valueOf(unusable.getMessage()));
    } catch (IllegalArgumentException impossible) {
      return refuse(ExitCode.USAGE, String.valueOf(impossible.getMessage()));
    }
  }

  private int report(List<Task> tasks) throws IOException {
    List<LagReport.Line> lines = new ArrayList<>();
    for (Task each : tasks) {
      if (each.comparable()) {
        Task task = ignoreClusters ? each.withoutClusters() : each;
        Lag lag = task.lag(margin, alpha, confidence, draws, seed);
        lines.add(
            new LagReport.Line(
                task.name(),
                task.closed(),
                task.models().size() - task.closed(),
                task.items(),
                !task.clusters().isEmpty(),
                task.until(),
                lag));
      }
    }
    if (lines.isEmpty()) {
      return refuse(
          1,
          "No task has both a closed and an open-weight model%s."
              .formatted(only.isEmpty() ? "" : " and '" + only + "' in its name"));
    }
    show(lines, tasks);
    if (html.isPresent()) {
      LagReport report =
          new LagReport(clock.instant(), Output.version(spec), source(), margin, alpha, lines);
      Files.writeString(html.get(), report.html());
    }
    return 0;
  }

  private String source() {
    return origin.published.map(Path::toString).orElse(origin.runs.toString());
  }

  private void show(List<LagReport.Line> lines, List<Task> tasks) {
    PrintWriter out = Output.out(spec);
    for (LagReport.Line line : lines) {
      lag(line).stream().flatMap(text -> Text.wrapped(text, INDENT).stream()).forEach(out::println);
    }
    out.println();
    for (String line : remarks(lines, tasks)) {
      Text.wrapped(line, "").forEach(out::println);
    }
    out.flush();
  }

  private List<String> remarks(List<LagReport.Line> lines, List<Task> tasks) {
    List<String> remarks = new ArrayList<>();
    remarks.add(
        String.format(
            Locale.ROOT,
            "Months until the first open-weight model shown to be worse by less than %.3f (one-sided, %.3f each); interval %.0f %% by %d bootstrap draws of models and items, seed %d.",
            margin,
            alpha,
            100 * confidence,
            draws,
            seed));
    if (lines.stream().anyMatch(LagReport.Line::clustered)) {
      remarks.add(
          "Items come in clusters: below 10 effective clusters nothing is shown, and every gap stays open. --ignore-clusters counts every item for itself, and says too much.");
    }
    int leftOut = tasks.stream().mapToInt(Task::leftOut).sum();
    if (leftOut > 0) {
      remarks.add(
          "%s left out: without a release date, or older than another of the same model."
              .formatted(Text.count(leftOut, "run")));
    }
    long alone = tasks.stream().filter(task -> !task.comparable()).count();
    if (alone > 0) {
      remarks.add(
          "%s left out: no closed or no open-weight model."
              .formatted(Text.count((int) alone, "task")));
    }
    return remarks;
  }

  private static List<String> lag(LagReport.Line line) {
    String items = Text.count(line.items(), "item");
    Lag lag = line.lag();
    return List.of(
        // Published tasks of one name are told apart by their number of items.
        line.task().endsWith(", " + items) ? line.task() : line.task() + ", " + items,
        INDENT + "median " + median(lag.median()),
        INDENT
            + "%d of %s caught up with; %d closed and %d open-weight models"
                .formatted(
                    lag.events(),
                    Text.count(lag.gaps().size(), "frontier"),
                    line.closed(),
                    line.open()));
  }

  /// `5.0 months [4.3, 9.9]`.
  private static String median(Estimate median) {
    return "%s [%s, %s]"
        .formatted(
            months(median.value()) + (Double.isInfinite(median.value()) ? "" : " months"),
            months(median.interval().low()),
            months(median.interval().high()));
  }

  private static String months(double months) {
    return Double.isInfinite(months) ? "not reached" : String.format(Locale.ROOT, "%.1f", months);
  }

  private int refuse(int code, String why) {
    Text.wrapped(why, "").forEach(Output.err(spec)::println);
    return code;
  }
}
