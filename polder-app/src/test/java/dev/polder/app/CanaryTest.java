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
import dev.polder.testkit.ReceivedRequest;
import dev.polder.testkit.Script;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// A gateway that runs, and canaries over a vendor who may change the model behind its name.
final class CanaryTest {
  private static final int SIZE = 40;
  private static final Declaration DECLARED = Declaration.binary(0.05, new Plan.Fixed(200));
  private static final String CANARY =
      "canaries: {acme/large: {suite: few, every: 24h, samples: 40, baseline: 3}}";

  private final ScriptedUpstream acme = ScriptedUpstream.start();
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
    Files.writeString(
        folder.resolve("few.jsonl"),
        IntStream.range(0, SIZE)
            .mapToObj(
                "{\"id\":\"s%1$d\",\"input\":\"question %1$d\",\"target\":\"yes\"}\n"::formatted)
            .collect(Collectors.joining()));
    write(CANARY);
    acme.always(CanaryTest::large5);
  }

  private void write(String canaries) throws IOException {
    Files.writeString(
        folder.resolve("polder.yaml"),
        """
        organisation: Test
        server: {port: 0}
        admin: {port: 0}
        continuity: {failback: {ramp: 1ms}}
        providers:
          acme: {base-url: "%s"}
          own: {base-url: "%s"}
        deployments:
          acme/large: {provider: acme, location: DE, control: US, maker: US}
          own-small: {provider: own, location: NL, control: NL, maker: NL}
        suites:
          few: few.jsonl
        use-cases:
          letters:
            candidates: [acme/large, own-small]
            evidence: {suite: few, require: strict}
        alerts:
          - command: [/bin/sh, -c, 'cat >> told.jsonl']
            events: [model-shift]
        %s
        """
            .formatted(acme.baseUrl(), own.baseUrl(), canaries));
  }

  @AfterEach
  void stop() {
    running.ifPresent(RunningPolder::close);
    http.close();
    acme.close();
    own.close();
  }

  private static int number(ReceivedRequest request) {
    return Integer.parseInt(request.body().replaceAll("(?s).*question (\\d+).*", "$1"));
  }

  /// Right on all but every eighth question, always in the same words.
  private static Script large5(ReceivedRequest request) {
    return OpenAiAnswers.chat(number(request) % 8 == 0 ? "no" : "yes");
  }

  /// Wrong on every third as well.
  private static Script large6(ReceivedRequest request) {
    int number = number(request);
    return Script.begin()
        .reply(
            200,
            OpenAiAnswers.JSON,
            OpenAiAnswers.chatBody(number % 8 == 0 || number % 3 == 0 ? "hardly" : "yes")
                .replace("\"model\":\"scripted\"", "\"model\":\"large-6\""));
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

  private void restart() throws IOException {
    running.orElseThrow().close();
    start();
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

  private String printed() {
    return out.toString().replaceAll("\\s+", " ");
  }

  private static void eventually(Callable<Boolean> isSo) throws Exception {
    long begun = System.nanoTime();
    while (!isSo.call()) {
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
      Thread.onSpinWait();
    }
  }

  /// Rounds until the baseline is there; the first may have begun by itself.
  private void learn() {
    for (int i = 0; i < 4 && (i == 0 || printed().contains("learning")); i++) {
      assertThat(polder("canary", "run", "acme/large")).isZero();
    }
    assertThat(printed()).contains("watching");
  }

  /// As an evaluation would: the fallback beside the primary.
  private void addNonInferior(Instant measuredAt) throws IOException {
    Configuration configuration = configuration();
    UseCaseSettings letters = configuration.useCases().getFirst();
    Variants variants = new Variants(configuration, new Weights(configuration.state())::digest);
    double[] scores = new double[200];
    Arrays.fill(scores, 1);
    try (Store store = Store.open(configuration.store())) {
      store
          .findings()
          .add(
              new Finding(
                  "letters",
                  variants.of(letters, "own-small"),
                  Optional.of(variants.of(letters, "acme/large")),
                  new Suites().version(folder.resolve("few.jsonl")),
                  DECLARED,
                  DECLARED.judge(Results.paired(scores, scores)),
                  measuredAt,
                  List.of("run"),
                  Set.of()));
    }
  }

  private String evidenceHeader() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(
                    URI.create(
                        "http://127.0.0.1:%d/v1/chat/completions"
                            .formatted(running.orElseThrow().port())))
                .timeout(Duration.ofSeconds(20))
                .POST(
                    HttpRequest.BodyPublishers.ofString("{\"model\":\"letters\",\"messages\":[]}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return answer.headers().firstValue("x-polder-evidence").orElse("");
  }

  private String told() throws IOException {
    Path file = folder.resolve("told.jsonl");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  @Test
  void aModelThatStaysTheSameRaisesNothing() throws Exception {
    // Given
    start();
    learn();

    // When
    int code = polder("canary", "run", "acme/large");

    // Then
    assertThat(code).isZero();
    assertThat(printed())
        .contains("acme/large watching +0.0 [")
        .contains("0% (0%)")
        .contains("suite 'few', next");
    assertThat(configuration().store()).doesNotExist();
    assertThat(acme.received())
        .allMatch(request -> request.body().contains("\"temperature\":0"))
        .hasSizeGreaterThanOrEqualTo(4 * SIZE);
    assertThat(told()).isEmpty();
  }

  @Test
  void anotherModelBehindTheNameIsToldAndMarksTheFindingsThatRestOnIt() throws Exception {
    // Given
    start();
    learn();
    addNonInferior(Instant.now());
    assertThat(polder("evidence")).isZero();
    assertThat(printed()).contains("own-small non-inferior").doesNotContain("doubted");

    // When
    acme.always(CanaryTest::large6);
    int code = polder("canary", "run");

    // Then
    assertThat(code).isEqualTo(4);
    assertThat(printed())
        .contains("acme/large shifted -")
        .contains("another model since")
        .contains("its provider now says: model large-6")
        .contains("'polder canary accept acme/large' when understood");
    eventually(() -> told().contains("model-shift.raised"));
    assertThat(told())
        .contains("Deployment 'acme/large' does not answer as it did")
        .contains("Findings that rest on it are marked 'doubted'");
    assertThat(polder("restrict", "provider:acme", "--reason", "an exercise")).isZero();
    eventually(() -> evidenceHeader().equals("non-inferior; doubted; reference-restricted"));
    assertThat(polder("explain", "letters")).isZero();
    assertThat(printed()).contains("evidence: non-inferior; doubted; reference-restricted");
    assertThat(polder("evidence")).isZero();
    assertThat(printed())
        .contains("doubted: a canary has seen the model shift since")
        .contains(": canary 'acme/large' on suite 'few': score -");
  }

  @Test
  void aModelThatOnlyHasAnotherNameIsToldAndMarksNothing() throws Exception {
    // Given
    start();
    learn();

    // When
    acme.always(request ->
        Script.begin()
            .reply(
                200,
                OpenAiAnswers.JSON,
                OpenAiAnswers.chatBody(number(request) % 8 == 0 ? "no" : "yes")
                    .replace("\"model\":\"scripted\"", "\"model\":\"large-6\"")));
    int code = polder("canary", "run", "acme/large");

    // Then
    assertThat(code).isZero();
    assertThat(printed()).contains("watching").contains("provider now says: model large-6");
    eventually(() -> told().contains("model-shift.raised"));
    assertThat(told()).contains("\"severity\":\"info\"").contains("It says: model large-6.");
    assertThat(configuration().store()).doesNotExist();
  }

  @Test
  void acceptedIsWhatTheModelIsNowAndOnlyOlderFindingsStayDoubted() throws Exception {
    // Given
    start();
    learn();
    addNonInferior(Instant.now());
    acme.always(CanaryTest::large6);
    assertThat(polder("canary", "run", "acme/large")).isEqualTo(4);
    eventually(() -> polder("evidence") == 0 && printed().contains("doubted"));

    // When
    restart();
    assertThat(polder("canary", "status")).isEqualTo(4);
    assertThat(polder("canary", "run", "acme/large")).isEqualTo(4);
    assertThat(polder("canary", "accept", "acme/large")).isZero();

    // Then
    assertThat(printed()).contains("has 1 round of its new baseline of 3");
    learn();
    assertThat(polder("canary", "run", "acme/large")).isZero();
    assertThat(polder("evidence")).isZero();
    assertThat(printed()).contains("doubted");

    // When
    addNonInferior(Instant.now());

    // Then
    assertThat(polder("evidence")).isZero();
    assertThat(printed()).contains("non-inferior").doesNotContain("doubted");
  }

  @Test
  void errorsAreNoShift() throws Exception {
    // Given
    start();
    learn();

    // When: a quarter is answered with an error, and the rest as ever
    acme.always(request ->
        number(request) % 4 == 1
            ? OpenAiAnswers.error(400, "invalid_request_error", "unsupported", "no")
            : large5(request));

    // Then
    assertThat(polder("canary", "run", "acme/large")).isEqualTo(4);
    assertThat(printed())
        .contains("acme/large watching")
        .contains("the last round shows nothing: 10 of 40 samples brought no answer.");

    // When
    acme.always(OpenAiAnswers.error(400, "invalid_request_error", "unsupported", "no"));

    // Then
    assertThat(polder("canary", "run", "acme/large")).isEqualTo(4);
    assertThat(printed()).contains("watching").contains("samples in a row brought no answer");

    // When
    acme.always(CanaryTest::large5);

    // Then
    assertThat(polder("canary", "run", "acme/large")).isZero();
    assertThat(told()).isEmpty();
  }

  @Test
  void aRestrictedDeploymentIsNotAsked() throws Exception {
    // Given
    start();
    assertThat(polder("canary", "run", "acme/large")).isZero();
    assertThat(polder("restrict", "provider:acme", "--reason", "an exercise")).isZero();
    int asked = acme.received().size();

    // When
    int code = polder("canary", "run", "acme/large");

    // Then
    assertThat(code).isEqualTo(1);
    assertThat(err.toString().replaceAll("\\s+", " "))
        .contains("cannot be asked now: it is restricted (provider:acme): an exercise");
    assertThat(acme.received()).hasSize(asked);
  }

  @Test
  void aRestartKeepsTheScheduleAndWhatIsKnown() throws Exception {
    // Given
    start();
    learn();
    assertThat(polder("canary", "status", "--json")).isZero();
    String before = out.toString();
    int asked = acme.received().size();

    // When
    restart();

    // Then
    assertThat(polder("canary", "status", "--json")).isZero();
    assertThat(out.toString()).isEqualTo(before).contains("\"state\" : \"watching\"");
    assertThat(acme.received()).hasSize(asked);
  }

  @Test
  void whatWasDueWhilePolderWasDownIsMadeUpForOnce() throws Exception {
    // Given
    start();
    assertThat(polder("canary", "run", "acme/large")).isZero();
    running.orElseThrow().close();
    Path kept = folder.resolve("polder-state/canaries.json");
    Files.writeString(
        kept,
        Files.readString(kept)
            .replaceFirst("\"due\":\"[^\"]*\"", "\"due\":\"2026-01-01T00:00:00Z\""));
    int asked = acme.received().size();

    // When
    start();

    // Then
    eventually(() -> acme.received().size() == asked + SIZE);
    eventually(() -> polder("canary", "status") == 0 && printed().contains("next"));
    assertThat(acme.received()).hasSize(asked + SIZE);
  }

  @Test
  void aRoundUnderWayEndsWithinASecondWhenPolderStops() throws Exception {
    // Given
    acme.always(Script.begin().stall());
    RunningPolder polder = start();
    eventually(() -> !acme.received().isEmpty());

    // When
    long begun = System.nanoTime();
    polder.close();

    // Then: the run alone would wait three seconds for what is under way
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(2_500));
    acme.awaitDeparture();
    assertThat(folder.resolve("polder-state/canaries.json")).doesNotExist();
  }

  @Test
  void aRestrictionEndsARoundUnderWayWhichIsDoneOnceItIsLifted() throws Exception {
    // Given
    acme.always(Script.begin().stall());
    start();
    eventually(() -> !acme.received().isEmpty());

    // When
    assertThat(polder("restrict", "provider:acme", "--reason", "an exercise")).isZero();

    // Then
    eventually(() -> polder("canary", "status") == 0 && printed().contains("a round waits"));
    assertThat(printed()).contains("It was stopped: it is restricted (provider:acme)");

    // When
    acme.always(CanaryTest::large5);
    assertThat(polder("restrictions")).isZero();
    String id = out.toString().lines().skip(1).findFirst().orElseThrow().split(" ", 2)[0];
    assertThat(polder("lift", id)).isZero();

    // Then
    eventually(() -> polder("canary", "status") == 0 && printed().contains("1 of 3 rounds"));
  }

  @Test
  void aCanaryThatIsAddedWhilePolderRunsIsAsked() throws Exception {
    // Given
    write("");
    RunningPolder polder = start();
    assertThat(polder("canary", "status")).isZero();
    assertThat(printed()).contains("There is no canary.");
    assertThat(polder("canary", "accept", "acme/large")).isEqualTo(1);
    assertThat(err.toString()).contains("None is configured under 'canaries'.");

    // When
    write(CANARY);
    assertThat(polder.takeOver(configuration())).isTrue();

    // Then
    eventually(() -> polder("canary", "status") == 0 && printed().contains("1 of 3 rounds"));

    // When: another suite
    Files.writeString(
        folder.resolve("few.jsonl"),
        Files.readString(folder.resolve("few.jsonl")).replace("question", "another question"));

    // Then
    assertThat(polder("canary", "run", "acme/large")).isZero();
    assertThat(printed()).contains("1 of 3 rounds");
  }

  @Test
  void aSuiteThatCannotBeReadIsToldAndShowsNothing() throws Exception {
    // Given
    Files.writeString(folder.resolve("few.jsonl"), "no json\n");
    start();

    // When
    int code = polder("canary", "run", "acme/large");

    // Then
    assertThat(code).isEqualTo(4);
    assertThat(printed()).contains("the last round shows nothing:").contains("few.jsonl");
    assertThat(acme.received()).isEmpty();
  }
}
