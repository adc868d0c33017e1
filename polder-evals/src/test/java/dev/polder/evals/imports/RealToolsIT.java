package dev.polder.evals.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.polder.evals.run.RunHeader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lets the tools that are installed write all logs anew, and reads them. Takes some minutes;
/// skipped without `POLDER_EVAL_PYTHON` and `POLDER_PROMPTFOO`.
final class RealToolsIT {
  @TempDir Path folder;

  @Test
  void readsWhatTheToolsWriteToday() throws Exception {
    String python = System.getenv().getOrDefault("POLDER_EVAL_PYTHON", "");
    String promptfoo = System.getenv().getOrDefault("POLDER_PROMPTFOO", "");
    assumeTrue(
        !python.isEmpty() && !promptfoo.isEmpty(),
        "POLDER_EVAL_PYTHON and POLDER_PROMPTFOO are not set: no tools to write logs with");
    make(python, promptfoo);

    assertThat(runs(folder)).isEqualTo(runs(Logs.GOOD));
  }

  private void make(String python, String promptfoo) throws Exception {
    ProcessBuilder tools =
        new ProcessBuilder("src/test/tools/import/make-logs.sh", folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("tools.log").toFile());
    tools.environment().put("PYTHON", python);
    tools.environment().put("PROMPTFOO", promptfoo);
    Process process = tools.start();
    boolean ended = process.waitFor(10, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended && process.exitValue() == 0)
        .as(Files.readString(folder.resolve("tools.log")))
        .isTrue();
  }

  /// Everything of all runs that does not depend on the day.
  private static List<String> runs(Path folder) throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files =
          all.filter(Files::isRegularFile)
              .filter(file -> !file.getFileName().toString().matches("results_.*|tools.log"))
              // They score by chance.
              .filter(file -> !file.toString().contains("lm-eval-choice"))
              .sorted()
              .toList();
    }
    List<String> runs = new ArrayList<>();
    for (Path file : files) {
      for (ImportedRun run : new Imports(Wishes.NONE, "Polder test").read(file)) {
        RunHeader header = run.header();
        runs.add(header.suite() + " " + header.method() + " " + header.subject().model());
        run.results().forEach(result -> runs.add(result.trial() + " " + kind(result)));
      }
    }
    return runs;
  }

  private static String kind(dev.polder.evals.run.Result result) {
    return switch (result) {
      case dev.polder.evals.run.Result.Scored scored -> scored.scores() + scored.response().text();
      case dev.polder.evals.run.Result.Unanswered unanswered -> unanswered.reason();
    };
  }
}
