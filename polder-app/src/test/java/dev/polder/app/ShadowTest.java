package dev.polder.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// A gateway that mirrors live calls to a candidate, and what becomes of its verdict.
final class ShadowTest {
  private static final Declaration DECLARED = Declaration.binary(0.05, new Plan.Fixed(200));
  private static final String PLANTED = "the mayor's unlisted number";
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final String EVIDENCE = "evidence: {suite: cases, require: strict}";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final JsonMapper JSON = new JsonMapper();

  private final ScriptedUpstream acme =
      ScriptedUpstream.start().always(OpenAiAnswers.chat("the answer"));
  private final ScriptedUpstream own =
      ScriptedUpstream.start().always(OpenAiAnswers.chat("The answer."));
  private final ScriptedUpstream judge = ScriptedUpstream.start();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Log log = new Log();
  private Optional<RunningPolder> running = Optional.empty();

  @TempDir private Path folder = Path.of("");

  /// All that is logged.
  private static final class Log extends Handler {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    public void publish(LogRecord line) {
      lines.add(line.getMessage() + " " + Arrays.toString(line.getParameters()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void begin() throws IOException {
    Logger.getLogger("").addHandler(log);
    Files.writeString(
        folder.resolve("cases.jsonl"), "{\"id\":\"a\",\"input\":\"Say a\",\"target\":\"a\"}\n");
    write("NL", "[NL, DE]", EVIDENCE, "scorer: text");
  }

  @AfterEach
  void stop() {
    running.ifPresent(RunningPolder::close);
    Logger.getLogger("").removeHandler(log);
    http.close();
    acme.close();
    own.close();
    judge.close();
  }

  /// @param location of our own small model
  /// @param locations that the use case's data class allows
  private void write(String location, String locations, String more, String shadow)
      throws IOException {
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
          judge: {base-url: "%s"}
        deployments:
          acme/large: {provider: acme, location: DE, control: US, maker: US}
          own-small: {provider: own, location: %s, control: NL, maker: NL}
          own-judge: {provider: judge, location: NL, control: NL, maker: NL}
        data-classes:
          citizens: {locations: %s}
        suites:
          cases: cases.jsonl
        use-cases:
          letters:
            candidates: [acme/large, own-small]
            data-class: citizens
            limits: {answer: 20s}
            %s
            shadow: {candidate: own-small, share: 100%%, run-length: 1000, concurrency: 4, %s}
          other: {candidates: [acme/large]}
        """
            .formatted(
                acme.baseUrl(), own.baseUrl(), judge.baseUrl(), location, locations, more, shadow));
  }

  private Configuration configuration() {
    return switch (PolderFile.read(folder.resolve("polder.yaml"), Map.of("SPOOL_KEY", KEY))) {
      case ReadResult.Good good -> good.configuration();
      case ReadResult.Faulty faulty -> throw new AssertionError(faulty.faults());
    };
  }

  private RunningPolder start() throws IOException {
    RunningPolder polder = RunningPolder.start(configuration(), Map.of(), (engine, line) -> {});
    running = Optional.of(polder);
    return polder;
  }

  private void close() {
    running.orElseThrow().close();
    running = Optional.empty();
  }

  private void addFinding(Duration age) throws IOException {
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
                  new Suites().version(folder.resolve("cases.jsonl")),
                  DECLARED,
                  DECLARED.judge(Results.paired(scores, scores)),
                  Instant.now().minus(age),
                  List.of("run"),
                  Set.of()));
    }
  }

  private HttpResponse<String> call(String body) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:%d/v1/chat/completions"
                        .formatted(running.orElseThrow().port())))
            .timeout(Duration.ofSeconds(20))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> ask(String question) throws IOException, InterruptedException {
    return call(
        "{\"model\":\"letters\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(question));
  }

  private void askOften(int times) throws IOException, InterruptedException {
    for (int i = 0; i < times; i++) {
      assertThat(ask("question " + i).statusCode()).isEqualTo(200);
    }
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
    if (!all.contains("--json") && !all.contains("show")) {
      assertThat(out.toString().lines()).allMatch(printed -> printed.length() <= 80);
    }
    return code;
  }

  private JsonNode status() throws IOException {
    assertThat(polder("shadow", "status", "--json")).as(err.toString()).isZero();
    return JSON.readTree(out.toString()).path("shadows").path(0);
  }

  /// Looks until it is so.
  private JsonNode until(Predicate<JsonNode> so) throws IOException {
    long begun = System.nanoTime();
    JsonNode status = status();
    while (!so.test(status)) {
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .as(status.toPrettyString() + log.lines)
          .isLessThan(PATIENCE);
      Thread.onSpinWait();
      status = status();
    }
    return status;
  }

  private JsonNode untilScored(int calls) throws IOException {
    return until(status -> status.path("scored").asInt() >= calls);
  }

  private JsonNode untilWaiting(int calls) throws IOException {
    return until(status -> status.path("waiting").asInt() >= calls);
  }

  private void restrict(String selector) {
    assertThat(polder("restrict", selector, "--reason", "an exercise")).isZero();
  }

  private void liftAll() {
    polder("restrictions", "--json");
    String id = out.toString().replaceAll("(?s).*?\"id\" : \"([^\"]+)\".*", "$1");
    assertThat(polder("lift", id)).as(err.toString()).isZero();
  }

  private HttpResponse<String> untilStatus(int status) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    HttpResponse<String> response = ask("now");
    while (response.statusCode() != status) {
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PATIENCE);
      response = ask("now");
    }
    return response;
  }

  private String allFiles() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(file).append(Files.readString(file, ISO_8859_1));
      }
    }
    return all.toString();
  }

  private List<String> bodies(ScriptedUpstream upstream) {
    return upstream.received().stream().map(ReceivedRequest::body).toList();
  }

  // ---- the verdict

  @Test
  void aCandidateThatIsAsGoodKeepsItsVerdict() throws Exception {
    // Given
    addFinding(Duration.ofDays(1));
    start();

    // When
    askOften(40);

    // Then
    JsonNode status = untilScored(40);
    assertThat(status.path("watch").has("alarm")).isFalse();
    assertThat(status.path("watch").path("difference").path("value").asDouble()).isZero();
    restrict("provider:acme");
    assertThat(ask("now").body()).contains("The answer.");
  }

  @Test
  void aCandidateThatSinksLosesItsVerdictUntilItIsMeasuredAgain() throws Exception {
    // Given
    own.always(OpenAiAnswers.chat("something else"));
    addFinding(Duration.ofDays(1));
    start();

    // When
    askOften(40);

    // Then
    until(status -> status.path("watch").has("alarm"));
    restrict("provider:acme");
    assertThat(untilStatus(503).body())
        .contains("no_proven_candidate")
        .contains("own-small: no longer proven for use case 'letters'")
        .contains("live calls took its verdict back");
    assertThat(log.lines)
        .anyMatch(line -> line.contains("has fallen below the margin") && line.contains("letters"));
    untilAlert(true);
    assertThat(polder("evidence")).isZero();
    assertThat(out.toString()).contains("lost");
    assertThat(polder("shadow", "status")).isZero();
    assertThat(out.toString()).contains("ALARM since").contains("polder shadow renew letters");

    // When
    addFinding(Duration.ofSeconds(-2));

    // Then
    assertThat(untilStatus(200).body()).contains("something else");
    until(status -> !status.path("watch").has("alarm"));
  }

  /// What the sentry keeps of the alerts that stand.
  private void untilAlert(boolean there) throws IOException {
    Path file = folder.resolve("polder-state/alerts.json");
    long begun = System.nanoTime();
    while (there != (Files.exists(file) && Files.readString(file).contains("verdict-lost"))) {
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PATIENCE);
      Thread.onSpinWait();
    }
  }

  @Test
  void whereNoEvidenceIsAskedAnAlarmOnlyTells() throws Exception {
    // Given
    write("NL", "[NL, DE]", "", "scorer: text");
    own.always(OpenAiAnswers.chat("something else"));
    start();

    // When
    askOften(40);

    // Then
    until(status -> status.path("watch").has("alarm"));
    untilAlert(true);
    restrict("provider:acme");
    assertThat(ask("now").body()).contains("something else");
    assertThat(folder.resolve("polder-state/polder.db")).doesNotExist();

    // When
    assertThat(polder("shadow", "renew", "letters")).isZero();

    // Then
    assertThat(status().path("watch").has("alarm")).isFalse();
    assertThat(polder("shadow", "renew", "other")).isEqualTo(1);
    assertThat(err.toString()).contains("'other' has no shadow");
  }

  @Test
  void theWatchGoesOnAfterARestart() throws Exception {
    // Given
    own.always(OpenAiAnswers.chat("something else"));
    addFinding(Duration.ofDays(1));
    start();
    askOften(6);
    untilScored(6);

    // When
    close();
    start();

    // Then
    assertThat(status().path("scored").asInt()).isZero();
    assertThat(
            until(status -> status.has("watch")).path("watch").path("difference").path("n").asInt())
        .isEqualTo(6);
  }

  @Test
  void anotherPromptIsAnotherVariantAndAnotherWatch() throws Exception {
    // Given
    RunningPolder polder = start();
    askOften(5);
    untilScored(5);

    // When
    Files.writeString(folder.resolve("own.txt"), "--- system\nBe brief.\n--- messages\n");
    write(
        "NL",
        "[NL, DE]",
        EVIDENCE + "\n    bundle: {prompts: {own-small: own.txt}}",
        "scorer: text");
    polder.takeOver(configuration());

    // Then
    until(status -> status.path("watch").path("difference").path("n").asInt() == 0);
    askOften(1);
    until(status -> status.path("watch").path("difference").path("n").asInt() == 1);
    assertThat(bodies(own).getLast()).contains("Be brief.").contains("question 0");
  }

  // ---- where data may go

  @Test
  void whatItsDataClassForbadeWhenTheCallWasMadeIsNeverSent() throws Exception {
    // Given calls that wait, made while their data had to stay in NL or DE
    RunningPolder polder = start();
    restrict("deployment:own-small");
    ask(PLANTED);
    untilWaiting(1);

    // When both the candidate and what the class allows have moved
    write("US", "[NL, DE, US]", EVIDENCE, "scorer: text");
    polder.takeOver(configuration());
    liftAll();

    // Then
    JsonNode status = until(now -> now.path("dropped").path("forbidden").asInt() == 1);
    assertThat(status.path("waiting").asInt()).isZero();
    ask("made now");
    untilScored(1);
    assertThat(bodies(own)).allMatch(body -> !body.contains(PLANTED));
    assertThat(bodies(own)).hasSize(1);
  }

  @Test
  void aCandidateThatTheDataClassForbidsIsAFault() throws Exception {
    write("US", "[NL, DE]", EVIDENCE, "scorer: text");

    assertThat(polder2("check", folder.resolve("polder.yaml").toString())).isEqualTo(1);
    assertThat(err.toString())
        .contains(
            "Use case 'letters': its data class 'citizens' does not allow the shadow's candidate"
                + " 'own-small' (location US, control NL).");
  }

  private int polder2(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @Test
  void noPlainTextIsAnywhereInTheStateFolderOrTheLog() throws Exception {
    // Given
    String secret = "spool: {key: \"${SPOOL_KEY}\"}, retain: 7d";
    write("NL", "[NL, DE]", EVIDENCE, "scorer: text, " + secret);
    acme.always(OpenAiAnswers.chat("dial " + PLANTED));
    start();
    ask(PLANTED);
    untilScored(1);
    restrict("deployment:own-small");
    ask(PLANTED);
    untilWaiting(1);

    // Then
    assertThat(allFiles()).contains(".spool").doesNotContain(PLANTED).doesNotContain(KEY);
    assertThat(String.join("\n", log.lines)).doesNotContain(PLANTED).doesNotContain(KEY);
    close();
    assertThat(allFiles()).doesNotContain(PLANTED);
  }

  // ---- calls come first

  @Test
  void aCandidateThatHangsDelaysNobody() throws Exception {
    // Given
    CountDownLatch gate = new CountDownLatch(1);
    own.always(Script.begin().await(gate).send(rawChat("The answer.")));
    start();

    // When all of them are answered while the candidate has not answered one
    askOften(30);

    // Then
    assertThat(untilWaiting(20).path("scored").asInt()).isZero();
    assertThat(own.received()).hasSizeLessThanOrEqualTo(4);
    gate.countDown();
    untilScored(30);
  }

  private static String rawChat(String text) {
    String body = OpenAiAnswers.chatBody(text);
    return "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  @Test
  void aRestrictedCandidateIsNotAskedAndTheCallsWait() throws Exception {
    start();
    restrict("deployment:own-small");

    askOften(3);

    JsonNode status = until(now -> now.path("waits_for").asText().contains("restricted"));
    assertThat(untilWaiting(3).path("scored").asInt()).isZero();
    assertThat(status.path("failed").asInt()).isZero();
    assertThat(own.received()).isEmpty();
    liftAll();
    untilScored(3);
  }

  @Test
  void aCandidateThatFailsIsCountedApartAndNotEjected() throws Exception {
    own.next(OpenAiAnswers.error(500, "server_error", "", "out of order"));
    start();

    askOften(3);

    JsonNode status = untilScored(2);
    assertThat(status.path("failed").asInt()).isEqualTo(1);
    assertThat(status.path("watch").path("difference").path("n").asInt()).isEqualTo(2);
  }

  @Test
  void theBoundOfTheSpoolHolds() throws Exception {
    write("NL", "[NL, DE]", EVIDENCE, "scorer: text, spool: {size: 64KB}");
    start();
    restrict("deployment:own-small");

    for (int i = 0; i < 40; i++) {
      ask("x".repeat(5000));
    }

    JsonNode status = until(now -> now.path("dropped").path("no_room").asInt() > 20);
    assertThat(status.path("waiting_bytes").asLong()).isLessThanOrEqualTo(64 * 1024);
  }

  // ---- what is asked, and how it is scored

  @Test
  void aStreamIsMirroredAsAStreamWithWhatTheUseCaseSaysToTheCandidate() throws Exception {
    // Given
    Files.writeString(folder.resolve("own.txt"), "--- system\nBe brief.\n--- messages\n");
    write(
        "NL",
        "[NL, DE]",
        EVIDENCE + "\n    bundle: {prompts: {own-small: own.txt}}",
        "scorer: text");
    acme.always(OpenAiAnswers.stream(false, "the ", "answer"));
    own.always(OpenAiAnswers.stream(false, "The ", "answer", "."));
    start();

    // When
    call(
        "{\"model\":\"letters\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

    // Then
    JsonNode status = untilScored(1);
    assertThat(status.path("watch").path("difference").path("value").asDouble()).isZero();
    assertThat(bodies(own).getFirst())
        .contains("\"stream\":true")
        .contains("Be brief.")
        .contains("Hi")
        .contains("\"model\":\"own-small\"");
  }

  @Test
  void whatTheFallbackAnsweredItselfIsNotCompared() throws Exception {
    addFinding(Duration.ofDays(1));
    start();
    restrict("provider:acme");

    ask("now");

    JsonNode status = until(now -> now.path("not_by_primary").asInt() == 1);
    assertThat(status.path("mirrored").asInt()).isZero();
  }

  @Test
  void aJudgeSaysBlindWhichAnswerIsBetter() throws Exception {
    // Given a judge that always prefers the primary's answer, wherever it stands
    write("NL", "[NL, DE]", EVIDENCE, "judge: own-judge");
    own.always(OpenAiAnswers.chat("something else"));
    judge.always(request -> OpenAiAnswers.chat(prefersThePrimary(request.body())));
    start();

    // When
    askOften(12);

    // Then
    JsonNode status = untilScored(12);
    assertThat(status.path("watch").path("difference").path("value").asDouble()).isEqualTo(-1);
    assertThat(status.path("scored_by").asText()).isEqualTo("judge own-judge");
    List<String> asked = bodies(judge);
    assertThat(asked).hasSize(12).noneMatch(body -> body.contains("own-small"));
    assertThat(asked).anyMatch(body -> isFirst(body, "something else"));
    assertThat(asked).anyMatch(body -> isFirst(body, "the answer"));
  }

  private static boolean isFirst(String body, String text) {
    return body.indexOf(text, body.indexOf("The first answer")) < body.indexOf("The second answer");
  }

  private static String prefersThePrimary(String body) {
    return "GRADE: " + (isFirst(body, "something else") ? "second" : "first");
  }

  // ---- what is kept

  @Test
  void withASecretWhatWaitsIsScoredAfterARestartAndWhatIsKeptCanBeRead() throws Exception {
    // Given
    write("NL", "[NL, DE]", EVIDENCE, "scorer: text, retain: 7d, spool: {key: file:spool.key}");
    Files.writeString(folder.resolve("spool.key"), KEY);
    start();
    restrict("deployment:own-small");
    ask(PLANTED);
    untilWaiting(1);

    // When
    close();
    start();
    liftAll();

    // Then
    assertThat(untilScored(1).path("kept").asInt()).isEqualTo(1);
    assertThat(polder("shadow", "show", "letters")).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("served 1.00, own-small 1.00")
        .contains(PLANTED)
        .contains("-- served\nthe answer")
        .contains("-- own-small\nThe answer.");
  }

  @Test
  void withoutRetentionNothingIsKeptAndShowSaysSo() throws Exception {
    start();
    askOften(1);
    untilScored(1);

    assertThat(allFiles()).doesNotContain(".spool");
    assertThat(polder("shadow", "show", "letters")).isEqualTo(1);
    assertThat(err.toString()).contains("keeps no answers");
  }

  @Test
  void theStatusSaysTheDelayAndWhatIsSeen() throws Exception {
    start();
    askOften(3);
    untilScored(3);

    assertThat(polder("shadow", "status")).isZero();
    assertThat(out.toString())
        .contains("letters: 100 % of its calls are mirrored to 'own-small', scored by text")
        .contains("mirrored 3, waiting 0")
        .contains("difference +0.0 points [")
        .contains("a fall to -10 points is noticed after")
        .contains("a fall to -40 points is noticed after")
        .contains("one in 1,000 scored calls");
  }

  @Test
  void aShadowComesAndGoesWithTheConfiguration() throws Exception {
    // Given
    RunningPolder polder = start();
    askOften(1);
    untilScored(1);

    // When
    String with = Files.readString(folder.resolve("polder.yaml"));
    Files.writeString(folder.resolve("polder.yaml"), with.replaceAll("(?m)^    shadow: .*$", ""));
    polder.takeOver(configuration());

    // Then
    assertThat(polder("shadow", "status")).isZero();
    assertThat(out.toString()).contains("No live calls are mirrored.");
    int before = own.received().size();
    askOften(2);

    // When
    Files.writeString(folder.resolve("polder.yaml"), with);
    polder.takeOver(configuration());
    askOften(1);

    // Then
    until(status -> status.path("watch").path("difference").path("n").asInt() == 2);
    assertThat(own.received()).hasSize(before + 1);
  }
}
