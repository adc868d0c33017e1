package dev.polder.app.command;

import dev.polder.evals.imports.ImportedRun;
import dev.polder.evals.imports.Imports;
import dev.polder.evals.imports.RefusedLogException;
import dev.polder.evals.imports.Wishes;
import dev.polder.evals.run.BadLogException;
import dev.polder.evals.run.Summary;
import dev.polder.evidence.Estimate;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `polder eval import FILE…`: makes runs of other tools' logs.
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Make runs of logs of Inspect AI, lm-evaluation-harness or promptfoo.",
      "",
      "All files become runs, or none does."
    })
public final class EvalImportCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "an .eval or .json log of Inspect AI, samples_*.jsonl or results_*.json of lm-evaluation-harness, a .json or .jsonl result of promptfoo")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--suite",
      paramLabel = "NAME",
      description = "what the suite is called; default: as the tool's task")
  private Optional<String> suite = Optional.empty();

  @Option(
      names = "--primary",
      paramLabel = "SCORE",
      description = "the score that decides; default: the tool's first")
  private Optional<String> primary = Optional.empty();

  @Option(
      names = "--guardrail",
      paramLabel = "SCORE",
      description = "the score that tells harm, of which less is better; default: none")
  private Optional<String> guardrail = Optional.empty();

  @Option(
      names = "--cluster",
      paramLabel = "FIELD",
      description = "the field of samples that says which are alike")
  private Optional<String> cluster = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "where runs go; default: evals/ and the suite's name")
  private Optional<Path> out = Optional.empty();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Imports imports =
        new Imports(new Wishes(suite, primary, guardrail, cluster), Output.version(spec));
    try {
      List<ImportedRun> runs = new ArrayList<>();
      for (Path file : files) {
        runs.addAll(imports.read(file));
      }
      show(runs, write(runs));
      return 0;
    } catch (NoSuchFileException missing) {
      return refuse("There is no file '" + missing.getFile() + "'. Name a log that is there.");
    } catch (RefusedLogException | BadLogException | IOException unusable) {
      return refuse(String.valueOf(unusable.getMessage()));
    }
  }

  /// Each suite into its folder; a folder's runs together.
  private Map<ImportedRun, Path> write(List<ImportedRun> runs)
      throws RefusedLogException, IOException, InterruptedException {
    Map<ImportedRun, Path> logs = new LinkedHashMap<>();
    List<Path> folders = runs.stream().map(this::folder).toList();
    List<Path> written = Imports.write(runs, folders);
    for (int i = 0; i < runs.size(); i++) {
      logs.put(runs.get(i), written.get(i));
    }
    return logs;
  }

  private Path folder(ImportedRun run) {
    // A task's name comes from the log; as a folder it must not lead elsewhere.
    String name = run.header().suite().name().replaceAll("[^\\p{L}\\p{N}._-]", "_");
    return out.orElseGet(() -> Path.of("evals", name.matches("\\.*") ? "imported" : name));
  }

  private void show(List<ImportedRun> runs, Map<ImportedRun, Path> logs)
      throws BadLogException, IOException {
    PrintWriter print = Output.out(spec);
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("suite", "model", "samples", "errors", "score", "log"));
    Set<String> leftOut = new TreeSet<>();
    for (ImportedRun run : runs) {
      Path log = logs.getOrDefault(run, Path.of(""));
      Summary summary = Summary.of(log);
      rows.add(
          List.of(
              run.header().suite().name(),
              run.header().subject().model(),
              Integer.toString(run.header().plan().trials()),
              Integer.toString(summary.errors()),
              score(run, summary),
              log.toString()));
      leftOut.addAll(run.leftOut());
    }
    Table.lines(rows).forEach(print::println);
    if (!leftOut.isEmpty()) {
      print.println();
      Text.wrapped(
              "Left out, because not always between 0 and 1: %s."
                  .formatted(String.join(", ", leftOut)),
              "")
          .forEach(print::println);
    }
    print.flush();
  }

  private static String score(ImportedRun run, Summary summary) {
    String primary = run.header().suite().primary();
    Estimate estimate = summary.scores().get(primary);
    return estimate == null
        ? primary + " –"
        : String.format(
            Locale.ROOT,
            "%s %.3f [%.3f, %.3f]",
            primary,
            estimate.value(),
            estimate.interval().low(),
            estimate.interval().high());
  }

  private int refuse(String why) {
    Text.wrapped(why, "").forEach(Output.err(spec)::println);
    Text.wrapped("Nothing was imported.", "").forEach(Output.err(spec)::println);
    return 1;
  }
}
