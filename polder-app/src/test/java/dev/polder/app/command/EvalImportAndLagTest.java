package dev.polder.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `polder eval import` and `polder eval lag` from the command line to files.
final class EvalImportAndLagTest {
  private static final String GOOD = "../polder-evals/src/test/resources/imports/good/";

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return new CommandLine(new EvalCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private int importAll(String... more) {
    return run(
        Stream.concat(Stream.of("import", "--out", folder + "/runs"), Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void importsLogsAndTellsTheirScores() {
    int code = importAll(GOOD + "inspect-atlas.eval", GOOD + "inspect-delta-flaky.json");
    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    assertThat(out.toString())
        .contains("openai-api/town/atlas")
        .contains("exact 0.900 [0.699, 0.972]")
        .containsPattern("delta-flaky +20 +1 ");
    assertThat(folder.resolve("runs")).isDirectoryContaining("glob:**.jsonl");
  }

  @Test
  void importsNothingWhenOneFileIsRefused() throws IOException {
    Path notes = Files.writeString(folder.resolve("notes.txt"), "{\"hello\": \"world\"}");
    int code = importAll(GOOD + "inspect-atlas.eval", notes.toString());
    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("notes.txt").contains("Nothing was imported.");
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void namesAFileThatIsNotThere() {
    assertThat(importAll("nowhere.eval")).isEqualTo(1);
    assertThat(err.toString()).contains("nowhere.eval").contains("Nothing was imported.");
  }

  @Test
  void tellsTheLagOfImportedRunsAndDrawsIt() throws IOException {
    importAll(GOOD + "inspect-atlas.eval", GOOD + "inspect-delta.eval");
    Path models =
        Files.writeString(
            folder.resolve("models.csv"),
            """
            model,weights,released
            openai-api/town/atlas,closed,2026-01-01
            openai-api/town/delta,open,2026-04-01
            """);
    Path page = folder.resolve("lag.html");
    out.getBuffer().setLength(0);
    int code =
        run(
            "lag",
            "--runs",
            folder + "/runs",
            "--models",
            models.toString(),
            "--margin",
            "0.5",
            "--html",
            page.toString());
    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    assertThat(out.toString())
        .containsPattern("letters, 20 items\\R    median 3\\.0 months \\[")
        .contains("    1 of 1 frontier caught up with; 1 closed and 1 open-weight models");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
    assertThat(Files.readString(page))
        .contains("How far open-weight models are behind")
        .contains("<svg");
  }

  @Test
  void needsReleasesForRuns() {
    assertThat(run("lag", "--runs", "evals/letters")).isEqualTo(2);
    assertThat(err.toString()).contains("--models");
  }

  @Test
  void needsEitherRunsOrPublishedResults() {
    assertThat(run("lag")).isEqualTo(2);
    assertThat(run("lag", "--runs", "a", "--public", "b")).isEqualTo(2);
  }
}
