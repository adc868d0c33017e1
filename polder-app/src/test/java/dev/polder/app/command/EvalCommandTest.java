package dev.polder.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.app.RunningPolder;
import dev.polder.app.config.PolderFile;
import dev.polder.app.config.ReadResult;
import dev.polder.evals.run.Result;
import dev.polder.evals.run.RunHeader;
import dev.polder.evals.run.RunLog;
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
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// `polder eval` from its command line to the upstream and back.
final class EvalCommandTest {
  private static final int SIZE = 40;
  private static final String PROMPT = "--- system\nBe brief.\n--- messages\n";

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final ScriptedUpstream upstream =
      ScriptedUpstream.start().always(OpenAiAnswers.chat("yes"));

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        folder.resolve("polder.yaml"),
        """
        organisation: X
        providers:
          acme: {preset: vllm, base-url: "%s"}
        deployments:
          one: {provider: acme, model: m-1, location: NL, control: NL, maker: NL, price: {input: 1000, output: 2000}}
          two: {provider: acme, model: m-2, location: NL, control: NL, maker: NL}
        pools: {both: [one, two]}
        use-cases:
          letters: {candidates: [one, two]}
          told:
            candidates: [one, two]
            bundle:
              prompts: {one: one.txt}
              parameters: {temperature: 0.2}
              output-bound: 50
              schema: answer.json
        """
            .formatted(upstream.baseUrl()));
    Files.writeString(folder.resolve("one.txt"), PROMPT);
    Files.writeString(folder.resolve("answer.json"), "{\"type\":\"object\"}");
    Files.writeString(
        folder.resolve("yes.jsonl"),
        String.join(
            "",
            IntStream.range(0, SIZE)
                .mapToObj(i ->
                    "{\"id\":\"s%d\",\"input\":\"question %d\",\"target\":\"yes\"}\n"
                        .formatted(i, i))
                .toList()));
  }

  @AfterEach
  void close() {
    upstream.close();
  }

  private int run(String... arguments) {
    CommandLine line = new CommandLine(new EvalCommand());
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  private int eval(String... more) {
    return run(
        Stream.concat(
                Stream.of(
                    "run",
                    folder.resolve("yes.jsonl").toString(),
                    "-c",
                    folder.resolve("polder.yaml").toString(),
                    "--out",
                    folder.resolve("evals/yes").toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private List<Path> logs() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("evals/yes"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void aRunEndsWithATableAndALog() throws Exception {
    // Given
    upstream.always(
        request -> OpenAiAnswers.chat(request.body().contains("question 1\"") ? "no" : "yes"));

    // When
    int code = eval("--on", "one");

    // Then
    assertThat(err.toString()).contains("40/40");
    assertThat(code).isZero();
    assertThat(out.toString().lines().toList().get(1))
        .startsWith("one ")
        .contains("0.975 [0.871, 0.996]")
        .endsWith("  40");
    // 7 and 3 tokens each, at 1,000 and 2,000 a million
    assertThat(out.toString()).contains("one         0       0     400     0.5200  0:0");
    assertThat(out.toString().lines())
        .allMatch(line -> line.startsWith("Log: ") || line.length() <= 80);
    RunLog log = RunLog.read(logs().getFirst());
    assertThat(log.results()).hasSize(SIZE).hasOnlyElementsOfType(Result.Scored.class);
    assertThat(log.header().subject().model()).isEqualTo("m-1");
    assertThat(log.header().subject().identity()).startsWith("sha256:");
  }

  @Test
  void aRunHasAReportForEachDeployment() throws Exception {
    // Given
    upstream.always(request ->
        request.body().contains("question 3")
            ? Script.begin().reply(422, "application/json", "{\"error\":{\"message\":\"no\"}}")
            : OpenAiAnswers.chat(request.body().contains("question 1\"") ? "no" : "yes"));

    // When
    int code = eval("--on", "one,two", "--html", folder.resolve("yes.html").toString());

    // Then
    assertThat(code).as(err.toString()).isZero();
    assertThat(Files.readString(folder.resolve("yes-one.html")))
        .contains("one on yes")
        .contains("question 1")
        .contains("422")
        .doesNotContain("question 2<");
    assertThat(folder.resolve("yes-two.html")).exists();
    assertThat(out.toString()).contains("Report: " + folder.resolve("yes-two.html"));
  }

  @Test
  void severalDeploymentsAreAskedTheSameSamplesInTheSameOrder() throws Exception {
    // When
    int code = eval("--on", "one,two", "--n", "10", "--use-case", "letters");

    // Then
    assertThat(code).isZero();
    assertThat(logs()).hasSize(2);
    RunLog one = RunLog.read(logs().get(0));
    RunLog two = RunLog.read(logs().get(1));
    assertThat(one.header().plan()).isEqualTo(two.header().plan());
    assertThat(one.header().plan().n()).isEqualTo(10);
    assertThat(one.header().method().useCase()).isEqualTo("letters");
    assertThat(one.results().stream().map(result -> result.trial().sample()))
        .containsExactlyInAnyOrderElementsOf(
            two.results().stream().map(result -> result.trial().sample()).toList());
    assertThat(one.header().subject().identity()).isNotEqualTo(two.header().subject().identity());
    assertThat(out.toString()).contains("\none ").contains("\ntwo ");
  }

  @Test
  void aLimitEndsItCleanlyAndResumeGoesOn() throws Exception {
    // When
    int limited = eval("--on", "one", "--limit-tokens", "155");

    // Then
    assertThat(limited).isEqualTo(3);
    assertThat(err.toString()).contains("The limit of 155 tokens is reached").contains("--resume");
    assertThat(upstream.received()).hasSize(15);

    // When
    int resumed = eval("--on", "one", "--resume");

    // Then
    assertThat(resumed).isZero();
    assertThat(out.toString()).contains("Went on with ");
    assertThat(logs()).hasSize(1);
    assertThat(upstream.received()).hasSize(SIZE);
    assertThat(RunLog.read(logs().getFirst()).results()).hasSize(SIZE);
  }

  @Test
  void whatIsCompleteIsNotAskedAgain() throws Exception {
    eval("--on", "one");
    eval("--on", "one", "--resume");

    assertThat(upstream.received()).hasSize(SIZE);
    assertThat(logs()).hasSize(1);
  }

  @Test
  void anotherRunTakesItsAnswersFromTheCacheUnlessItMayNot() throws Exception {
    // When
    eval("--on", "one");
    eval("--on", "one");

    // Then
    assertThat(upstream.received()).hasSize(SIZE);
    assertThat(logs()).hasSize(2);

    // When
    eval("--on", "one", "--no-cache");

    // Then
    assertThat(upstream.received()).hasSize(2 * SIZE);
  }

  @Test
  void lostAccessIsToldWithWhatToDo() {
    // Given
    upstream.always(OpenAiAnswers.error(401, "invalid_request_error", "invalid_api_key", "no"));

    // When
    int code = eval("--on", "one,two");

    // Then
    assertThat(code).isEqualTo(3);
    assertThat(err.toString())
        .contains("'one' lets nobody in (401 invalid_api_key).")
        .contains("Once it answers again, the same command with --resume goes on.");
    assertThat(out.toString()).doesNotContain("two");
  }

  @Test
  void errorsStandApartFromTheScore() {
    // Given
    upstream.always(request ->
        request.body().contains("question 3")
            ? Script.begin().reply(422, "application/json", "{\"error\":{\"message\":\"no\"}}")
            : OpenAiAnswers.chat("yes"));

    // When
    int code = eval("--on", "one");

    // Then: 3 and 30 to 39
    assertThat(code).isZero();
    assertThat(out.toString().lines().toList().get(1)).contains("1.000 [").endsWith("  29");
    assertThat(out.toString()).contains("one         11      0     290 ");
    assertThat(err.toString()).contains("11 errors");
  }

  @Test
  void whatCannotBeDoneIsRefusedBeforeAnythingIsAsked() {
    assertThat(eval("--on", "three")).isEqualTo(2);
    assertThat(eval("--on", "both")).isEqualTo(2);
    assertThat(eval("--on", "two", "--limit-money", "1")).isEqualTo(2);
    assertThat(eval("--on", "one", "--use-case", "sums")).isEqualTo(2);
    assertThat(eval("--on", "one", "--n", "41")).isEqualTo(2);
    assertThat(eval("--on", "one", "--epochs", "0")).isEqualTo(2);
    assertThat(run("run", "nowhere", "--on", "one", "-c", folder.resolve("polder.yaml").toString()))
        .isEqualTo(1);

    assertThat(err.toString().replaceAll("\\s+", " "))
        .contains("There is no deployment 'three'")
        .contains("Known deployments: one, two.")
        .contains("'both' is a pool.")
        .contains("Deployment 'two' has no price")
        .contains("There is no use case 'sums'")
        .contains("suite 'yes' has 40")
        .contains("whole numbers from 1");
    assertThat(upstream.received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"letters", "told"})
  void whatGoesOutIsWhatTheGatewaySends(String useCase) throws Exception {
    // Given
    upstream.always(OpenAiAnswers.chat("{}"));
    ReadResult.Good read =
        (ReadResult.Good)
            PolderFile.read(
                Files.readString(folder.resolve("polder.yaml"))
                    + "\nserver: {port: 0}\nadmin: {port: 0}\n",
                folder,
                Map.of());
    try (RunningPolder gateway =
            RunningPolder.start(read.configuration(), Map.of(), (engine, line) -> {});
        HttpClient client = HttpClient.newHttpClient()) {
      client.send(
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + gateway.port() + "/v1/chat/completions"))
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"model\":\""
                          + useCase
                          + "\",\"messages\":[{\"role\":\"user\",\"content\":\"question 7\"}]}"))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
    ReceivedRequest sentByGateway = upstream.received().getFirst();
    assertThat(sentByGateway.body().contains("temperature")).isEqualTo(useCase.equals("told"));

    // When
    eval("--on", "one", "--use-case", useCase);

    // Then
    ReceivedRequest sentByRun =
        upstream.received().stream()
            .skip(1)
            .filter(request -> request.body().contains("question 7\""))
            .findFirst()
            .orElseThrow();
    assertThat(sentByRun.body()).isEqualTo(sentByGateway.body());
    assertThat(sentByRun.path()).isEqualTo(sentByGateway.path());
    assertThat(sentByRun.header("accept")).isEqualTo(sentByGateway.header("accept"));
    assertThat(sentByRun.header("content-type")).isEqualTo(sentByGateway.header("content-type"));
  }

  @Test
  void anAnswerThatDoesNotFitIsAskedForOnceMore() throws Exception {
    // Given: "yes" is no JSON object, and one candidate mends what the other does not.
    upstream.always(request ->
        OpenAiAnswers.chat(
            request.body().contains("m-1") && request.body().contains("cannot be used")
                ? "{}"
                : "yes"));

    // When
    eval("--on", "one,two", "--use-case", "told", "--n", "3");

    // Then
    assertThat(upstream.received()).hasSize(12);
    assertThat(RunLog.read(logs().get(0)).results())
        .allMatch(result -> ((Result.Scored) result).response().text().equals("{}"))
        .allMatch(result -> result.faults().isEmpty());
    assertThat(RunLog.read(logs().get(1)).results())
        .allMatch(result -> ((Result.Scored) result).response().text().equals("yes"))
        .allMatch(result -> result.faults().size() == 1);
    RunHeader one = RunLog.header(logs().get(0));
    RunHeader two = RunLog.header(logs().get(1));
    assertThat(one.method().bundle()).isEqualTo(two.method().bundle()).isNotEmpty();
    assertThat(one.method().prompt()).isNotEqualTo(two.method().prompt());
  }

  @Test
  void aJudgeGradesAndIsNamedInTheLog() throws Exception {
    // Given
    Path suite = Files.createDirectory(folder.resolve("judged"));
    Files.copy(folder.resolve("yes.jsonl"), suite.resolve("samples.jsonl"));
    Files.writeString(
        suite.resolve("suite.yaml"), "name: judged\nscorers: {good: judge}\nprimary: good\n");
    upstream.always(request ->
        request.body().contains("\"m-2\"") && request.body().contains("\"temperature\":0")
            ? OpenAiAnswers.chat("GRADE: correct")
            : OpenAiAnswers.chat("yes"));

    // When
    int without =
        run("run", suite.toString(), "--on", "one", "-c", folder.resolve("polder.yaml").toString());
    int with =
        run(
            "run",
            suite.toString(),
            "--on",
            "one",
            "--judge",
            "two",
            "-c",
            folder.resolve("polder.yaml").toString(),
            "--out",
            folder.resolve("evals/yes").toString());

    // Then
    assertThat(without).isEqualTo(1);
    assertThat(err.toString()).contains("needs a judge");
    assertThat(with).as(err.toString() + out).isZero();
    assertThat(RunLog.read(logs().getFirst()).header().judge().orElseThrow().deployment())
        .isEqualTo("two");
    assertThat(out.toString()).contains("The judge took ");
  }

  @Test
  void sizeTellsHowManySamplesAComparisonTakes() {
    // When
    int code = run("size", "--margin", "0.05", "--discordance", "0.2");

    // Then
    assertThat(code).isZero();
    assertThat(out.toString()).contains("495").contains("--n 495");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void sizeTakesTheDiscordanceOfAPilot() throws Exception {
    // Given
    upstream.always(request ->
        OpenAiAnswers.chat(
            request.body().contains("m-2") && request.body().contains("question 3")
                ? "no"
                : "yes"));
    eval("--on", "one,two");

    // When
    int code =
        run(
            "size",
            "--margin",
            "0.1",
            "--pilot",
            logs().get(0).toString(),
            logs().get(1).toString());

    // Then: 11 of 40
    assertThat(code).isZero();
    assertThat(out.toString()).contains("discordance is 0.275").contains("n = 40 pairs");
  }

  @Test
  void sizeWithoutPremisesSaysWhichAreNeeded() {
    assertThat(run("size", "--margin", "0.05")).isEqualTo(2);
    assertThat(run("size", "--margin", "0.05", "--discordance", "0.2", "--clusters", "5"))
        .isEqualTo(2);
    assertThat(run("size", "--margin", "1.5", "--discordance", "0.2")).isEqualTo(2);
    assertThat(err.toString()).contains("--pilot").contains("--correlation").contains("1.5");
  }

  @Test
  void sizeGrowsWithClusters() {
    run(
        "size",
        "--margin",
        "0.05",
        "--discordance",
        "0.2",
        "--clusters",
        "11",
        "--correlation",
        "0.1");

    // 1 + 10 x 0.1 = twice as many
    assertThat(out.toString()).contains("design effect 2.00").contains("990");
  }
}
