package dev.polder.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.PolderFile;
import dev.polder.app.config.ReadResult;
import dev.polder.evals.run.RunLog;
import dev.polder.evidence.Verdict;
import dev.polder.evidence.finding.Finding;
import dev.polder.evidence.finding.Mark;
import dev.polder.evidence.verdict.Plan;
import dev.polder.evidence.verdict.Scale;
import dev.polder.store.Store;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.ScriptedUpstream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Logs that other tools wrote, all the way to a gateway that goes by them.
///
/// Of 20 letters delta is right about 16 and atlas about 18, so atlas may stand in for delta where
/// much may be lost: 20 letters show no more.
final class ImportedEvidenceTest {
  private static final String GOOD = "../polder-evals/src/test/resources/imports/good/";

  private final ScriptedUpstream acme =
      ScriptedUpstream.start().always(OpenAiAnswers.chat("from acme"));
  private final ScriptedUpstream own =
      ScriptedUpstream.start().always(OpenAiAnswers.chat("from our own"));
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Optional<RunningPolder> running = Optional.empty();

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void writeFiles() throws IOException {
    write("");
  }

  private void write(String more) throws IOException {
    Files.writeString(
        folder.resolve("polder.yaml"),
        """
        organisation: Test
        server: {port: 0}
        admin: {port: 0}
        providers:
          acme: {base-url: "%s"}
          own: {base-url: "%s"}
        deployments:
          large: {provider: acme, model: Delta, location: DE, control: US, maker: US}
          small: {provider: own, model: town/atlas, location: NL, control: NL, maker: NL}
        suites:
          cases: evals
        use-cases:
          letters:
            candidates: [large, small]
            evidence: {suite: cases, margin: 80%%, require: strict}
            %s
        """
            .formatted(acme.baseUrl(), own.baseUrl(), more));
  }

  @AfterEach
  void stop() {
    running.ifPresent(RunningPolder::close);
    http.close();
    acme.close();
    own.close();
  }

  private Configuration configuration() {
    return switch (PolderFile.read(folder.resolve("polder.yaml"), Map.of())) {
      case ReadResult.Good good -> good.configuration();
      case ReadResult.Faulty faulty -> throw new AssertionError(faulty.faults());
    };
  }

  private int polder(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  private int importLogs(String... arguments) {
    List<String> all = new ArrayList<>(List.of("eval", "import", "--out", evals().toString()));
    all.addAll(Arrays.asList(arguments));
    return polder(all.toArray(String[]::new));
  }

  private Path evals() {
    return folder.resolve("evals");
  }

  /// The imported run of `model`.
  private Path run(String model) throws Exception {
    try (Stream<Path> files = Files.list(evals())) {
      for (Path file : files.filter(each -> each.toString().endsWith(".jsonl")).toList()) {
        if (RunLog.header(file).subject().model().endsWith(model)) {
          return file;
        }
      }
    }
    throw new AssertionError("no run of " + model);
  }

  private int compare(Path reference, Path candidate, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "eval",
                "compare",
                "cases",
                "--reference",
                "large",
                "--candidate",
                "small",
                "--use-case",
                "letters",
                "-c",
                folder.resolve("polder.yaml").toString(),
                "--reference-run",
                reference.toString(),
                "--candidate-run",
                candidate.toString()));
    all.addAll(Arrays.asList(more));
    return polder(all.toArray(String[]::new));
  }

  private List<Finding> findings() throws IOException {
    if (Files.notExists(configuration().store())) {
      return List.of();
    }
    try (Store store = Store.open(configuration().store())) {
      return store.findings().all();
    }
  }

  private static String text(StringWriter written) {
    return written.toString().replaceAll("\\s+", " ");
  }

  private HttpResponse<String> call() throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:%d/v1/chat/completions"
                        .formatted(running.orElseThrow().port())))
            .timeout(Duration.ofSeconds(20))
            .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"letters\",\"messages\":[]}"))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private void untilAnswered() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (call().statusCode() != 200) {
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
      Thread.onSpinWait();
    }
  }

  // ---- what counts

  @Test
  void aStrictUseCaseGoesByWhatAnotherToolMeasured_andSaysSo() throws Exception {
    // Given a gateway that has lost its primary and knows the suite, but nothing of its fallback
    assertThat(importLogs(GOOD + "inspect-atlas.eval", GOOD + "inspect-delta.eval"))
        .as(err.toString())
        .isZero();
    running = Optional.of(RunningPolder.start(configuration(), Map.of(), (engine, line) -> {}));
    String file = folder.resolve("polder.yaml").toString();
    assertThat(polder("restrict", "provider:acme", "--reason", "an exercise", "-c", file)).isZero();
    assertThat(call().body()).contains("no_proven_candidate");

    // When
    int code = compare(run("delta"), run("atlas"));

    // Then
    assertThat(code).as(err.toString()).isZero();
    assertThat(text(out))
        .contains("'small' in place of 'large' on suite 'letters': NON-INFERIOR")
        .contains("exact: sequential")
        .contains("is your statement")
        .contains("That cannot be stated afterwards");
    untilAnswered();
    assertThat(call().body()).contains("from our own");
    assertThat(call().headers().firstValue("x-polder-evidence"))
        .contains("non-inferior; imported; reference-restricted");
    assertThat(polder("evidence", "-c", file)).isZero();
    assertThat(text(out)).contains("non-inferior").contains("imported");
  }

  @Test
  void aFindingNamesTheRunsAndWhereTheyComeFrom() throws Exception {
    // Given
    importLogs(GOOD + "inspect-atlas.eval", GOOD + "inspect-delta.eval");

    // When
    compare(run("delta"), run("atlas"));

    // Then
    Finding finding = findings().getFirst();
    assertThat(finding.verdict()).isEqualTo(Verdict.NON_INFERIOR);
    assertThat(finding.marks()).containsExactly(Mark.IMPORTED);
    assertThat(finding.declaration().plan()).isEqualTo(new Plan.Sequential(20));
    assertThat(finding.declaration().primary().scale()).isEqualTo(Scale.SCORE);
    assertThat(finding.variant().model()).isEqualTo("town/atlas");
    assertThat(finding.measuredAt()).isEqualTo(RunLog.header(run("atlas")).begun());
    assertThat(finding.runs().getFirst())
        .matches(
            ".*_delta-.* \\(imported: inspect_ai 0\\.3\\..*, inspect-delta\\.eval, sha256:[0-9a-f]{64}, model openai-api/town/delta\\)");
  }

  @Test
  void promptfoosPassIsRightOrWrongByItsForm() throws Exception {
    // Given
    importLogs(GOOD + "promptfoo.json");

    // When
    int code = compare(run("delta-flaky"), run("atlas"), "--named-otherwise");

    // Then
    assertThat(code).as(err.toString()).isZero();
    assertThat(findings().getFirst().declaration().primary().scale()).isEqualTo(Scale.BINARY);
    assertThat(text(out)).contains("1 answers are missing: 1 of the reference, 0 of the candidate");
  }

  @Test
  void resultsOfLmEvaluationHarnessCountToo() throws Exception {
    // Given
    String samples = "samples_letters_generate_2026-11-23T20-3";
    importLogs(
        GOOD + "lm-eval-atlas/" + samples + "7-57.600109.jsonl",
        GOOD + "lm-eval-delta/" + samples + "8-11.694007.jsonl");

    // When
    int code = compare(run("delta"), run("atlas"));

    // Then
    assertThat(code).as(err.toString()).isZero();
    assertThat(findings()).singleElement().matches(each -> each.marks().contains(Mark.IMPORTED));
  }

  // ---- what is refused, and then nothing is kept

  @Test
  void aLogOfAnotherModelIsRefusedUnlessItIsStatedToBeTheSame() throws Exception {
    // Given
    importLogs(GOOD + "inspect-atlas.eval", GOOD + "inspect-delta.eval");

    // When
    int code = compare(run("atlas"), run("delta"));

    // Then
    assertThat(code).isOne();
    assertThat(text(err))
        .contains("inspect-atlas.eval is of model 'openai-api/town/atlas', and 'large' serves")
        .contains("--named-otherwise");
    assertThat(findings()).isEmpty();
    assertThat(compare(run("atlas"), run("delta"), "--named-otherwise")).isZero();
    assertThat(findings()).hasSize(1);
  }

  @Test
  void aCandidateWithAPromptOfItsOwnNeedsARunOfPoldersOwn() throws Exception {
    // Given
    importLogs(GOOD + "inspect-atlas.eval", GOOD + "inspect-delta.eval");
    Files.writeString(folder.resolve("small.txt"), "--- system\nBe brief.\n--- messages\n");
    write("bundle: {prompts: {small: small.txt}}");

    // When
    int code = compare(run("delta"), run("atlas"));

    // Then
    assertThat(code).isOne();
    assertThat(text(err))
        .contains("of its own for 'small'")
        .contains("polder eval run SUITE --on small --use-case letters");
    assertThat(findings()).isEmpty();
  }

  @Test
  void bothRunsMustBeNamedAndDiffer() throws Exception {
    // Given
    importLogs(GOOD + "inspect-atlas.eval", GOOD + "inspect-delta.eval");

    // When
    int twice = compare(run("atlas"), run("atlas"), "--named-otherwise");

    // Then
    assertThat(twice).isOne();
    assertThat(text(err)).contains("name the same run");
    assertThat(
            polder(
                "eval",
                "compare",
                evals().toString(),
                "--reference",
                "large",
                "--candidate",
                "small",
                "-c",
                folder.resolve("polder.yaml").toString()))
        .isOne();
    assertThat(text(err)).contains("--reference-run FILE --candidate-run FILE");
    assertThat(findings()).isEmpty();
  }

  @Test
  void aRunOfAnotherSuiteIsRefused() throws Exception {
    // Given a run beside them that counts another score
    importLogs(GOOD + "inspect-atlas.eval");
    Path atlas = run("atlas");
    importLogs(GOOD + "inspect-delta.eval", "--suite", "others", "--primary", "includes");
    Path suite = evals().resolve("letters.imported.json");
    Path file = folder.resolve("polder.yaml");
    Files.writeString(file, Files.readString(file).replace("cases: evals", "cases: " + suite));

    // When
    int code = compare(run("delta"), atlas);

    // Then
    assertThat(code).isOne();
    assertThat(text(err)).contains("is of suite 'others' with digest").contains("not of 'letters'");
    assertThat(findings()).isEmpty();
  }

  @Test
  void oneNameIsOneSuite_soNothingOfAnotherIsImportedUnderIt() throws Exception {
    // Given
    importLogs(GOOD + "inspect-atlas.eval");
    byte[] before = Files.readAllBytes(evals().resolve("letters.imported.json"));

    // When
    int code = importLogs(GOOD + "inspect-delta.eval", "--primary", "includes");

    // Then
    assertThat(code).isOne();
    assertThat(text(err))
        .contains("it is not of the suite 'letters'")
        .contains("Give it a name of its own with --suite")
        .contains("Nothing was imported.");
    assertThat(evals().resolve("letters.imported.json")).hasBinaryContent(before);
    try (Stream<Path> files = Files.list(evals())) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void ownSuitesTakeNoStatements() throws IOException {
    // Given
    Path cases =
        Files.writeString(
            folder.resolve("own.jsonl"), "{\"id\":\"a\",\"input\":\"Say a\",\"target\":\"a\"}\n");
    Path file = folder.resolve("polder.yaml");
    Files.writeString(file, Files.readString(file).replace("cases: evals", "cases: " + cases));

    // When
    int code = compare(Path.of("a.jsonl"), Path.of("b.jsonl"));

    // Then
    assertThat(code).isOne();
    assertThat(text(err)).contains("is a suite of Polder's own");
  }
}
