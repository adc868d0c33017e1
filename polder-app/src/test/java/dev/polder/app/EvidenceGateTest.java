package dev.polder.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.PolderFile;
import dev.polder.app.config.ReadResult;
import dev.polder.app.config.UseCaseSettings;
import dev.polder.app.evidence.Suites;
import dev.polder.app.evidence.Variants;
import dev.polder.app.evidence.Weights;
import dev.polder.evidence.finding.Finding;
import dev.polder.evidence.verdict.Declaration;
import dev.polder.evidence.verdict.Plan;
import dev.polder.evidence.verdict.Results;
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
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// A gateway that runs while evidence about its fallbacks comes, changes and grows old.
final class EvidenceGateTest {
  private static final String SAMPLE =
      "{\"id\":\"%1$s\",\"input\":\"Say %1$s\",\"target\":\"a\"}\n";
  private static final Declaration DECLARED = Declaration.binary(0.05, new Plan.Fixed(200));

  /// What a finding may take to open a fallback, and some more for a slow machine's own work.
  private static final Duration SOON = Duration.ofSeconds(2).plusMillis(500);

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
    Files.writeString(folder.resolve("letters.jsonl"), SAMPLE.formatted("a"));
    write("strict", "'1'", "");
  }

  private void write(String require, String version, String lastResort) throws IOException {
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
          acme/large: {provider: acme, location: DE, control: US, maker: US}
          own-small: {provider: own, location: NL, control: NL, maker: NL, version: %s}
        suites:
          cases: letters.jsonl
        use-cases:
          letters:
            candidates: [acme/large, own-small]
            evidence: {suite: cases, require: %s}
            %s
          triage: {candidates: [acme/large, own-small]}
        """
            .formatted(acme.baseUrl(), own.baseUrl(), version, require, lastResort));
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

  private RunningPolder start() throws IOException {
    RunningPolder polder = RunningPolder.start(configuration(), Map.of(), (engine, line) -> {});
    running = Optional.of(polder);
    return polder;
  }

  /// As an evaluation would: the same variants, the same suite.
  private Finding finding(int lost, Duration age) throws IOException {
    Configuration configuration = configuration();
    UseCaseSettings letters = configuration.useCases().getFirst();
    Variants variants = new Variants(configuration, new Weights(configuration.state())::digest);
    double[] reference = new double[200];
    Arrays.fill(reference, 1);
    double[] candidate = reference.clone();
    Arrays.fill(candidate, 0, lost, 0);
    return new Finding(
        "letters",
        variants.of(letters, "own-small"),
        Optional.of(variants.of(letters, "acme/large")),
        new Suites().version(folder.resolve("letters.jsonl")),
        DECLARED,
        DECLARED.judge(Results.paired(reference, candidate)),
        Instant.now().minus(age),
        List.of("run"),
        Set.of());
  }

  private void add(Finding finding) throws IOException {
    try (Store store = Store.open(configuration().store())) {
      store.findings().add(finding);
    }
  }

  private void addNonInferior() throws IOException {
    add(finding(3, Duration.ofDays(1)));
  }

  private HttpResponse<String> call(String useCase) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:%d/v1/chat/completions"
                        .formatted(running.orElseThrow().port())))
            .timeout(Duration.ofSeconds(20))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"model\":\"%s\",\"messages\":[]}".formatted(useCase)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /// Calls until the answer has that status; the time it took.
  private Duration untilStatus(int status) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (call("letters").statusCode() != status) {
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
      Thread.onSpinWait();
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private int polder(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("-c", folder.resolve("polder.yaml").toString()));
    int code = line.execute(all.toArray(String[]::new));
    if (!all.contains("--json")) {
      assertThat(out.toString().lines()).allMatch(printed -> printed.length() <= 80);
    }
    return code;
  }

  private void cutAcme() {
    assertThat(polder("restrict", "provider:acme", "--reason", "an exercise")).isZero();
  }

  // ---- what opens and closes a fallback

  @Test
  void aFindingThatIsAddedWhileTheGatewayRunsOpensItsCandidateWithinTwoSeconds() throws Exception {
    // Given
    start();
    cutAcme();
    HttpResponse<String> refused = call("letters");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body())
        .contains("no_proven_candidate")
        .contains("own-small: not proven for use case 'letters'");

    // When
    addNonInferior();

    // Then
    assertThat(untilStatus(200)).isLessThan(SOON);
    assertThat(call("letters").headers().firstValue("x-polder-evidence"))
        .contains("non-inferior; reference-restricted");
  }

  @Test
  void whatWasFoundBeforeTheStartCountsForTheFirstCall() throws Exception {
    // Given
    addNonInferior();

    // When
    start();
    cutAcme();

    // Then
    assertThat(call("letters").body()).contains("from our own");
    assertThat(call("triage").headers().firstValue("x-polder-evidence")).isEmpty();
  }

  @Test
  void aLaterFindingThatSaysOtherwiseClosesItAgain() throws Exception {
    // Given
    addNonInferior();
    start();
    cutAcme();
    assertThat(call("letters").statusCode()).isEqualTo(200);

    // When
    add(finding(60, Duration.ZERO));

    // Then
    assertThat(untilStatus(503)).isLessThan(SOON);
    assertThat(call("letters").body()).contains("proven worse for use case 'letters'");
  }

  @Test
  void aChangedSuiteMakesItStale() throws Exception {
    // Given
    addNonInferior();
    start();
    cutAcme();
    assertThat(call("letters").statusCode()).isEqualTo(200);

    // When
    Files.writeString(
        folder.resolve("letters.jsonl"), SAMPLE.formatted("b"), StandardOpenOption.APPEND);

    // Then
    assertThat(untilStatus(503)).isLessThan(SOON);
    assertThat(call("letters").body()).contains("suite 'letters' has changed since");
  }

  @Test
  void aSuiteThatCannotBeReadLeavesNobodyProven() throws Exception {
    // Given
    addNonInferior();
    Files.writeString(folder.resolve("letters.jsonl"), "no json\n");

    // When
    start();
    cutAcme();

    // Then
    assertThat(call("letters").statusCode()).isEqualTo(503);
    assertThat(call("letters").body())
        .contains("its suite 'cases' cannot be read")
        .doesNotContain(folder.toString());
    assertThat(polder("evidence")).isZero();
    assertThat(out.toString())
        .contains("unread")
        .contains("cannot be told: the suite at")
        .contains("letters.jsonl");
  }

  @Test
  void anotherVersionOfTheModelIsAnotherVariant() throws Exception {
    // Given
    addNonInferior();
    RunningPolder polder = start();
    cutAcme();
    assertThat(call("letters").statusCode()).isEqualTo(200);

    // When
    write("strict", "'2'", "");
    polder.takeOver(configuration());

    // Then
    assertThat(call("letters").body()).contains("version of the candidate changed since");

    // When
    write("strict", "'1'", "");
    polder.takeOver(configuration());

    // Then
    assertThat(call("letters").statusCode()).isEqualTo(200);
  }

  @Test
  void aChangedPromptMakesAnotherVariant() throws Exception {
    // Given
    String prompted = "bundle: {prompts: {own-small: own.txt}}";
    Files.writeString(folder.resolve("own.txt"), "--- system\nBe brief.\n--- messages\n");
    write("strict", "'1'", prompted);
    addNonInferior();
    RunningPolder polder = start();
    cutAcme();
    assertThat(call("letters").statusCode()).isEqualTo(200);

    // When
    Files.writeString(folder.resolve("own.txt"), "--- system\nBe polite.\n--- messages\n");
    polder.takeOver(configuration());

    // Then
    assertThat(call("letters").body())
        .contains("no_proven_candidate")
        .contains("prompt of the candidate changed since");
  }

  @Test
  void rigourAndLastResortChangeWithTheConfiguration() throws Exception {
    // Given
    RunningPolder polder = start();
    cutAcme();
    assertThat(call("letters").statusCode()).isEqualTo(503);

    // When
    write("strict", "'1'", "last-resort: own-small");
    polder.takeOver(configuration());

    // Then
    assertThat(call("letters").headers().firstValue("x-polder-evidence"))
        .contains("unproven; reference-restricted");
    assertThat(polder("explain", "letters")).isZero();
    assertThat(out.toString())
        .contains("evidence: unproven; reference-restricted, the last resort");

    // When
    write("warn", "'1'", "");
    polder.takeOver(configuration());

    // Then
    assertThat(call("letters").headers().firstValue("x-polder-evidence"))
        .contains("unproven; reference-restricted");

    // When
    write("off", "'1'", "");
    polder.takeOver(configuration());

    // Then
    assertThat(call("letters").statusCode()).isEqualTo(200);
    assertThat(call("letters").headers().firstValue("x-polder-evidence")).isEmpty();
  }

  @Test
  void anOldFindingCountsOnceThePrimaryIsRestricted() throws Exception {
    // Given
    add(finding(3, Duration.ofDays(100)));
    start();

    // Then
    assertThat(polder("explain", "letters")).isZero();
    assertThat(out.toString()).contains("has been too old since");
    assertThat(polder("restrict", "provider:acme", "--reason", "an exercise", "--dry-run"))
        .isZero();

    // When
    cutAcme();

    // Then
    assertThat(call("letters").headers().firstValue("x-polder-evidence"))
        .contains("non-inferior; aged; reference-restricted");
    assertThat(polder("explain", "letters")).isZero();
    assertThat(out.toString()).contains("evidence: non-inferior; aged; reference-restricted");
    assertThat(polder("evidence")).isZero();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("acme/large, restricted now")
        .contains("aged: older than the use case asks for")
        .doesNotContain("left out");
  }

  // ---- the store

  @Test
  void servingMakesNoStore() throws Exception {
    // Given
    start();

    // When
    call("letters");

    // Then
    assertThat(configuration().store()).doesNotExist();
  }

  @Test
  void aStoreThatIsGoneLeavesWhatWasKnown() throws Exception {
    // Given
    addNonInferior();
    RunningPolder polder = start();
    cutAcme();
    Path store = configuration().store();
    Files.move(store, folder.resolve("elsewhere.db"), StandardCopyOption.ATOMIC_MOVE);

    // When: another look is taken
    polder.takeOver(configuration());

    // Then
    assertThat(call("letters").statusCode()).isEqualTo(200);
  }

  @Test
  void aFileThatIsNoStoreIsNoEvidenceAndNoReasonNotToStart() throws Exception {
    // Given
    Files.createDirectories(folder.resolve("polder-state"));
    Files.writeString(configuration().store(), "this is no database at all");

    // When
    start();
    cutAcme();

    // Then
    assertThat(call("letters").statusCode()).isEqualTo(503);
    assertThat(call("triage").statusCode()).isEqualTo(200);
    assertThat(polder("evidence")).isEqualTo(1);
    assertThat(err.toString()).contains("polder.db");
  }

  // ---- what people see

  @Test
  void aDryRunCountsUnprovenFallbacksAsNoWayOut() throws Exception {
    // Given
    start();

    // When
    int unproven = polder("restrict", "provider:acme", "--reason", "an exercise", "--dry-run");

    // Then
    assertThat(unproven).isEqualTo(4);
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("would go DARK: 'letters'")
        .contains("own-small: not proven for use case 'letters'")
        .contains("of 'triage' from acme/large to own-small");
  }

  @Test
  void theOutcomeLineHasTheVerdictThatCounted() throws Exception {
    // Given
    addNonInferior();
    RunningPolder polder = start();
    call("letters");
    cutAcme();

    // When
    call("letters");
    polder.close();
    running = Optional.empty();

    // Then
    List<String> lines = Files.readAllLines(folder.resolve("outcomes.jsonl"));
    assertThat(lines.getFirst()).doesNotContain("\"evidence\"");
    assertThat(lines.getLast()).contains("\"evidence\":\"non-inferior; reference-restricted\"");
  }

  @Test
  void theBoardIsReadWithoutAGateway() throws Exception {
    // Given
    assertThat(polder("evidence")).isZero();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains(
            "letters: suite 'cases', margin 5 points, 95 % sure, strict. Primary: acme/large.")
        .contains("FALLBACK VERDICT POINTS N AGE")
        .contains("own-small unproven - - -")
        .contains("left out: nothing has been measured about 'own-small'")
        .contains("Not measured: letters.");

    // When
    addNonInferior();

    // Then
    assertThat(polder("evidence", "--use-case", "letters")).isZero();
    assertThat(out.toString())
        .containsPattern("own-small +non-inferior +-1\\.5 \\[-[0-9.]+, -?\\+?[0-9.]+\\] +200 +1 d");
    assertThat(polder("evidence", "--json")).isZero();
    assertThat(out.toString())
        .contains("\"label\" : \"non-inferior\"")
        .contains("\"standing\" : \"fresh\"")
        .contains("\"verdict\" : \"non-inferior\"")
        .contains("\"n\" : 200");
  }

  @Test
  void anUnknownUseCaseIsToldWithTheNearest() {
    assertThat(polder("evidence", "--use-case", "leters")).isEqualTo(1);
    assertThat(err.toString()).contains("There is no use case 'leters'. Nearest: letters");
  }

  @Test
  void whereNoEvidenceIsAskedTheBoardSaysSo() throws Exception {
    // Given
    write("off", "'1'", "");

    // Then
    assertThat(polder("evidence")).isZero();
    assertThat(out.toString()).contains("No evidence is asked of any fallback.");
  }
}
