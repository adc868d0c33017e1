package dev.polder.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.polder.evidence.Verdict;
import dev.polder.evidence.finding.Answer;
import dev.polder.evidence.finding.AnsweredRun;
import dev.polder.evidence.finding.Doubt;
import dev.polder.evidence.finding.Finding;
import dev.polder.evidence.finding.Mark;
import dev.polder.evidence.finding.Variant;
import dev.polder.evidence.verdict.Plan;
import dev.polder.store.Store;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.ReceivedRequest;
import dev.polder.testkit.ScriptedUpstream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// From two runs to a verdict and a finding, through the command line.
final class EvalCompareCommandTest {
  private static final int SIZE = 300;
  private static final Pattern NUMBER = Pattern.compile("question (\\d+)\"");

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final ScriptedUpstream upstream = ScriptedUpstream.start();

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        folder.resolve("polder.yaml"),
        """
        organisation: X
        store: %s
        providers:
          acme: {preset: vllm, base-url: "%s"}
        deployments:
          large: {provider: acme, model: m-large, location: US, control: US, maker: US}
          close: {provider: acme, model: m-close, location: NL, control: NL, maker: NL}
          weak: {provider: acme, model: m-weak, location: NL, control: NL, maker: NL}
        suites: {yes: yes.jsonl}
        use-cases:
          letters:
            candidates: [large, close, weak]
            evidence: {suite: yes, margin: 0.05, require: strict}
        """
            .formatted(folder.resolve("findings.db"), upstream.baseUrl()));
    Files.writeString(
        folder.resolve("yes.jsonl"),
        String.join(
            "",
            IntStream.range(0, SIZE)
                .mapToObj(i ->
                    "{\"id\":\"s%d\",\"input\":\"question %d\",\"target\":\"yes\"}\n"
                        .formatted(i, i))
                .toList()));
    upstream.always(request -> OpenAiAnswers.chat(isRight(request) ? "yes" : "no"));
  }

  /// `large` errs on one of ten, `close` on one of ten too, though half of these are others; `weak`
  /// on half.
  private static boolean isRight(ReceivedRequest request) {
    Matcher number = NUMBER.matcher(request.body());
    assertThat(number.find()).isTrue();
    int i = Integer.parseInt(number.group(1));
    if (request.body().contains("m-large")) {
      return i % 10 != 0;
    }
    return request.body().contains("m-close") ? i % 20 != 0 && i % 20 != 3 : i % 2 == 0;
  }

  @AfterEach
  void close() {
    upstream.close();
  }

  private int polder(Object command, String... arguments) {
    CommandLine line = new CommandLine(command);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  private int eval(String command, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of(command, folder.resolve("yes.jsonl").toString()));
    arguments.addAll(
        List.of("-c", folder.resolve("polder.yaml").toString(), "--use-case", "letters"));
    arguments.addAll(
        List.of(command.equals("run") ? "--out" : "--runs", folder.resolve("runs").toString()));
    arguments.addAll(List.of(more));
    return polder(new EvalCommand(), arguments.toArray(String[]::new));
  }

  private List<Finding> findings() throws IOException {
    try (Store store = Store.open(folder.resolve("findings.db"))) {
      return store.findings().all();
    }
  }

  @Test
  void twoRunsBecomeAVerdictAFindingAndAReport() throws IOException {
    // Given
    assertThat(eval("run", "--on", "large,close", "--n", "300")).as(err.toString()).isZero();

    // When
    Path report = folder.resolve("report.html");
    int code =
        eval(
            "compare", "--reference", "large", "--candidate", "close", "--html", report.toString());

    // Then
    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("'close' in place of 'large' on suite 'yes': NON-INFERIOR")
        .contains("right: Tango score test, p = 0.0056; 15 pairs worse, 15 better, of 300");
    assertThat(findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.verdict()).isEqualTo(Verdict.NON_INFERIOR);
          assertThat(finding.useCase()).isEqualTo("letters");
          assertThat(finding.runs()).hasSize(2);
        });
    assertThat(Files.readString(report)).contains("close in place of large").contains("question 3");

    // When
    Path board = folder.resolve("board.html");
    int shown =
        polder(
            new EvidenceCommand(),
            "-c",
            folder.resolve("polder.yaml").toString(),
            "--html",
            board.toString());

    // Then
    assertThat(shown).isZero();
    assertThat(Files.readString(board)).contains("close").contains("weak").contains("score on yes");
  }

  @Test
  void theReferencesAnswersAreKeptForTheDayWhenItIsGone() throws IOException {
    // Given
    eval("run", "--on", "large,weak");

    // When
    eval("compare", "--reference", "large", "--candidate", "weak");

    // Then
    List<Answer> kept = new ArrayList<>();
    try (Store store = Store.open(folder.resolve("findings.db"))) {
      Finding finding = store.findings().all().getFirst();
      AnsweredRun run =
          store
              .answers()
              .newest(finding.suite().digest(), finding.reference().orElseThrow().digest())
              .orElseThrow();
      store.answers().each(run.id(), kept::add);
    }
    assertThat(findings().getFirst().verdict()).isEqualTo(Verdict.INFERIOR);
    assertThat(kept).hasSize(SIZE).allMatch(answer -> answer.text().matches("yes|no"));
  }

  @Test
  void withoutADeclaredNTheVerdictHoldsWheneverOneLooks() throws IOException {
    // Given
    eval("run", "--on", "large,close");

    // When
    eval("compare", "--reference", "large", "--candidate", "close", "--margin", "0.1");

    // Then
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("NON-INFERIOR")
        .contains("right: sequential, p = ")
        .contains("The runs declared no n");
    assertThat(findings().getFirst().declaration().plan()).isEqualTo(new Plan.Sequential(SIZE));
  }

  @Test
  void aDeclaredNThatOnlyOneSideDeclaredIsNone() throws IOException {
    // Given
    eval("run", "--on", "large", "--n", "300");
    eval("run", "--on", "close", "--n", "200");

    // When
    eval("compare", "--reference", "large", "--candidate", "close");

    // Then
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("did not declare the same samples (300 samples, 1 times each; 200 samples")
        .contains("sequential");
  }

  @Test
  void aDeclaredNThatIsNotReachedDecidesNothing() throws IOException {
    // Given a run that a limit has ended after some 80 samples
    eval("run", "--on", "large", "--n", "300");
    assertThat(eval("run", "--on", "close", "--n", "300", "--limit-tokens", "800")).isEqualTo(3);

    // When
    eval("compare", "--reference", "large", "--candidate", "close");

    // Then
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("NOT DECIDABLE")
        .contains("of the 300 declared pairs are there; nothing is said before all are");
  }

  @Test
  void aRunOfWhatIsNoLongerConfiguredIsRefused() throws IOException {
    // Given
    eval("run", "--on", "large,close");
    Path file = folder.resolve("polder.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("model: m-close,", "model: m-close, version: 2026-11, quantisation: fp8,"));

    // When
    int code = eval("compare", "--reference", "large", "--candidate", "close");

    // Then
    assertThat(code).isOne();
    assertThat(err.toString().replaceAll("\\s+", " "))
        .contains("'close' is no longer what the run")
        .contains("its version and quantisation changed")
        .contains("Make a new run");
  }

  @Test
  void aLogThatDoesNotSayWhichVariantWasAskedIsRefused() throws IOException {
    // Given logs as an older Polder wrote them
    eval("run", "--on", "large,close");
    try (Stream<Path> logs = Files.list(folder.resolve("runs"))) {
      for (Path log : logs.toList()) {
        Files.writeString(
            log,
            Files.readString(log)
                .replace("{\"polder-run\":2,", "{\"polder-run\":1,")
                .replaceFirst(",\"variant\":\\{[^}]*}", ""));
      }
    }

    // When
    int code = eval("compare", "--reference", "large", "--candidate", "close");

    // Then
    assertThat(code).isOne();
    assertThat(err.toString().replaceAll("\\s+", " "))
        .contains("does not say which variant was asked")
        .contains("Make a new run.");
  }

  @Test
  void whenTheReferenceIsGoneItsKeptAnswersStandIn() throws IOException {
    // Given a comparison, and then a reference without a run and a server, and another candidate
    eval("run", "--on", "large,close", "--n", "300");
    eval("compare", "--reference", "large", "--candidate", "close");
    String kept = findings().getFirst().runs().getFirst();
    Files.delete(folder.resolve("runs").resolve(kept + ".jsonl"));
    Path file = folder.resolve("polder.yaml");
    Files.writeString(
        file, Files.readString(file).replace("model: m-close,", "model: m-close, version: next,"));
    upstream.always(request -> {
      assertThat(request.body()).doesNotContain("m-large");
      return OpenAiAnswers.chat(isRight(request) ? "yes" : "no");
    });
    eval("run", "--on", "close", "--n", "300");
    out.getBuffer().setLength(0);

    // When
    Path report = folder.resolve("report.html");
    int code =
        eval(
            "compare", "--reference", "large", "--candidate", "close", "--html", report.toString());

    // Then
    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("NON-INFERIOR")
        .contains("Tango score test")
        .contains("these are the answers that it gave in the run " + kept);
    Finding finding = findings().getLast();
    assertThat(finding.runs()).hasSize(2).contains(kept);
    assertThat(finding.marks()).containsExactly(Mark.REFERENCE_STORED);
    assertThat(finding.variant().version()).isEqualTo("next");
    assertThat(Files.readString(report)).contains("question 3").contains(kept);
    assertThat(polder(new EvidenceCommand(), "-c", file.toString())).isZero();
    assertThat(out.toString()).contains("non-inferior");
  }

  @Test
  void keptAnswersAreTakenOnRequestAndMustBeThere() throws IOException {
    // Given
    eval("run", "--on", "large,close", "--n", "300");
    int before = eval("compare", "--reference", "large", "--candidate", "close", "--stored");
    eval("compare", "--reference", "large", "--candidate", "close");

    // When
    int after = eval("compare", "--reference", "large", "--candidate", "close", "--stored");

    // Then
    assertThat(before).isOne();
    assertThat(err.toString().replaceAll("\\s+", " ")).contains("keeps no answers of 'large'");
    assertThat(after).isZero();
    assertThat(findings().getLast().marks()).containsExactly(Mark.REFERENCE_STORED);
  }

  /// The candidate's answers are newer than the doubt; those that it is compared with are not.
  @Test
  void answersOfAReferenceThatHasShiftedSinceMarkTheFinding() throws IOException {
    // Given
    eval("run", "--on", "large,close", "--n", "300");
    eval("compare", "--reference", "large", "--candidate", "close");
    Finding before = findings().getFirst();
    doubt(before.variant());
    eval("run", "--on", "weak", "--n", "300");
    eval("compare", "--reference", "large", "--candidate", "weak", "--stored");
    doubt(before.reference().orElseThrow());

    // When
    eval("run", "--on", "weak", "--n", "300", "--no-cache");
    eval("compare", "--reference", "large", "--candidate", "weak", "--stored");
    eval("compare", "--reference", "large", "--candidate", "weak");

    // Then
    List<Finding> all = findings();
    assertThat(all).hasSize(4);
    assertThat(all.get(1).marks()).containsExactly(Mark.REFERENCE_STORED);
    assertThat(all.get(2).marks()).containsExactlyInAnyOrder(Mark.REFERENCE_STORED, Mark.DOUBTED);
    assertThat(all.get(3).marks()).containsExactly(Mark.DOUBTED);
  }

  private void doubt(Variant variant) throws IOException {
    try (Store store = Store.open(folder.resolve("findings.db"))) {
      store.findings().add(new Doubt(variant.digest(), "answers otherwise", Instant.now()));
    }
  }

  @Test
  void answersThatTookVotesAreNoEvidenceForWhatTheGatewayServes() throws IOException {
    // Given
    eval("run", "--on", "large,close", "--n", "20", "--votes", "3");

    // When
    int code = eval("compare", "--reference", "large", "--candidate", "close");

    // Then
    assertThat(code).isOne();
    assertThat(err.toString().replaceAll("\\s+", " "))
        .contains("otherwise than the gateway does")
        .contains("--no-record");
    assertThat(Files.exists(folder.resolve("findings.db"))).isFalse();
  }

  @Test
  void whatCountsMoreWeighsMore() throws IOException {
    // Given: 'close' errs on every 20th and three after it; the latter count ten times
    Files.writeString(
        folder.resolve("yes.jsonl"),
        String.join(
            "",
            IntStream.range(0, SIZE)
                .mapToObj(i ->
                    "{\"id\":\"s%d\",\"input\":\"question %d\",\"target\":\"yes\",\"weight\":%d}\n"
                        .formatted(i, i, i % 20 == 3 ? 10 : 1))
                .toList()));
    eval("run", "--on", "large,close", "--n", "300");

    // When
    eval("compare", "--reference", "large", "--candidate", "close");

    // Then: -150 + 15 of 15 x 10 + 285
    assertThat(findings().getFirst().judgement().primary().orElseThrow().difference().value())
        .isCloseTo(-135 / 435.0, within(1e-9));
    assertThat(findings().getFirst().verdict()).isEqualTo(Verdict.INFERIOR);
    assertThat(out.toString()).contains("worst-case bootstrap");
  }

  @Test
  void tooFewSamplesDecideNothing() throws IOException {
    // Given
    eval("run", "--on", "large,close", "--n", "40");

    // When
    eval("compare", "--reference", "large", "--candidate", "close");

    // Then
    assertThat(out.toString()).contains("NOT DECIDABLE").contains("pairs");
    assertThat(findings().getFirst().verdict()).isEqualTo(Verdict.NOT_DECIDABLE);
  }

  @Test
  void aSuiteThatHasChangedWantsNewRuns() throws IOException {
    // Given
    eval("run", "--on", "large,close");
    Files.writeString(
        folder.resolve("yes.jsonl"),
        "{\"id\":\"new\",\"input\":\"question 1000\",\"target\":\"yes\"}\n");

    // When
    int code = eval("compare", "--reference", "large", "--candidate", "close");

    // Then
    assertThat(code).isOne();
    assertThat(err.toString().replaceAll("\\s+", " "))
        .contains("it has changed since the last one")
        .contains("polder eval run SUITE --on close --use-case letters");
    assertThat(Files.exists(folder.resolve("findings.db"))).isFalse();
  }

  @Test
  void aSpreadsheetBecomesASuite() throws IOException {
    // Given
    Path table =
        Files.writeString(
            folder.resolve("cases.csv"),
            "question;answer;document\nWhere do I park?;yes;A\nMay I park here?;no;A\n");

    // When
    int code =
        polder(new EvalCommand(), "suite", table.toString(), folder.resolve("suite").toString());

    // Then
    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString()).contains("2 samples").contains("polder eval run");
    assertThat(folder.resolve("suite/suite.yaml")).exists();
  }

  @Test
  void aFindingIsAboutTheLadder() {
    // When
    int code = eval("compare", "--reference", "close", "--candidate", "weak");

    // Then
    assertThat(code).isOne();
    assertThat(err.toString().replaceAll("\\s+", " "))
        .contains("goes down the ladder large, close, weak");
  }
}
