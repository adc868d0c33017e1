package dev.polder.evals.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.evals.score.Score;
import dev.polder.evals.score.Scored;
import dev.polder.evals.score.ScoringFailed;
import dev.polder.evals.solve.Framing;
import dev.polder.evals.solve.HttpModels;
import dev.polder.evals.solve.ModelPort;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.ReceivedRequest;
import dev.polder.testkit.Script;
import dev.polder.testkit.ScriptedUpstream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs over real sockets.
final class RunTest {
  @TempDir private Path folder;

  private final ScriptedUpstream upstream =
      ScriptedUpstream.start().always(OpenAiAnswers.chat("yes"));
  private final HttpModels models = HttpModels.open(64);
  private final ModelPort port = Trials.port(models, upstream);

  @AfterEach
  void close() {
    models.close();
    upstream.close();
  }

  private Path log() {
    return folder.resolve("run.jsonl");
  }

  private Collection<Result> results() throws Exception {
    return RunLog.read(log()).results();
  }

  private static List<Double> values(Collection<Result> results) {
    return results.stream()
        .map(result -> ((Result.Scored) result).scores().getFirst().value())
        .toList();
  }

  private static int number(ReceivedRequest request) {
    return Integer.parseInt(request.body().replaceAll("(?s).*question (\\d+).*", "$1"));
  }

  @Test
  void everySampleIsAskedOnceAndScored() throws Exception {
    // When
    RunEnd end = Trials.run(log(), Trials.cases(200), Trials.tested(port), Trials.means());

    // Then
    assertThat(end.kind()).isEqualTo(RunEnd.Kind.COMPLETE);
    assertThat(upstream.received()).hasSize(200);
    assertThat(results()).hasSize(200).doesNotHaveDuplicates();
    assertThat(values(results())).containsOnly(1.0);
    assertThat(results().stream().map(result -> result.spent().usage().inputTokens()))
        .containsOnly(7L);
  }

  @Test
  void whatGoesOutIsAPlainRequestForTheDeploymentsModel() throws Exception {
    // When
    Trials.run(log(), Trials.cases(1), Trials.tested(port), Trials.means());

    // Then
    ReceivedRequest request = upstream.received().getFirst();
    assertThat(request.path()).isEqualTo("/v1/chat/completions");
    assertThat(request.body())
        .isEqualTo(
            "{\"model\":\"large-5\",\"messages\":[{\"role\":\"system\",\"content\":\"Answer yes or no.\"},"
                + "{\"role\":\"user\",\"content\":\"question 0\"}]}");
  }

  @Test
  void epochsAskEverySampleAgain() throws Exception {
    // Given
    Cases cases = Trials.cases(20);

    // When
    Run.begin(
            log(), Trials.header(cases, 3), cases, Trials.ONCE, Trials.tested(port), Trials.means())
        .go();

    // Then
    assertThat(results()).hasSize(60);
    assertThat(results().stream().map(result -> result.trial().epoch()).distinct())
        .containsExactly(0, 1, 2);
  }

  @Test
  void aDeploymentWithoutRoomIsAskedMoreSlowlyAndNothingIsLost() throws Exception {
    // Given
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    AtomicInteger answered = new AtomicInteger();
    upstream.always(request -> {
      boolean room = underWay.incrementAndGet() <= 5;
      underWay.decrementAndGet();
      // Every seventh answer is refused, whoever asks: room alone would depend on this machine.
      boolean serves = room && (answered.get() + refused.get()) % 7 != 6;
      (serves ? answered : refused).incrementAndGet();
      return serves
          ? OpenAiAnswers.chat("yes")
          : OpenAiAnswers.error(
              429, "requests", "rate_limit_exceeded", "slow down", "retry-after-ms: 20");
    });

    // When
    RunEnd end = Trials.run(log(), Trials.cases(150), Trials.tested(port), Trials.means());

    // Then
    assertThat(end.kind()).isEqualTo(RunEnd.Kind.COMPLETE);
    assertThat(refused).hasPositiveValue();
    assertThat(answered).hasValue(150);
    assertThat(values(results())).hasSize(150).containsOnly(1.0);
    assertThat(results().stream().flatMap(result -> result.faults().stream()))
        .isNotEmpty()
        .containsOnly("429 rate_limit_exceeded");
  }

  @Test
  void nobodyAsksWhileTheDeploymentWantsToBeLeftAlone() throws Exception {
    // Given
    AtomicReference<Long> refusedAt = new AtomicReference<>(0L);
    Map<String, Long> askedLater = new ConcurrentHashMap<>();
    AtomicInteger asked = new AtomicInteger();
    upstream.always(request -> {
      if (asked.incrementAndGet() == 10) {
        refusedAt.set(System.nanoTime());
        return OpenAiAnswers.error(503, "overloaded", "", "busy", "retry-after: 1");
      }
      if (refusedAt.get() > 0) {
        askedLater.put(request.body(), System.nanoTime() - refusedAt.get());
      }
      return OpenAiAnswers.chat("yes");
    });

    // When
    Trials.run(log(), Trials.cases(60), Trials.tested(port), Trials.means());

    // Then: what was under way still arrives, and then nothing for a second.
    assertThat(askedLater.values().stream().filter(nanos -> nanos > 200_000_000L))
        .isNotEmpty()
        .allMatch(nanos -> nanos > Duration.ofMillis(950).toNanos());
    assertThat(values(results())).hasSize(60);
  }

  @Test
  void aFailureIsTriedAgainAFewTimes() throws Exception {
    // Given
    upstream
        .next(Script.begin().reply(500, "text/plain", "oh"))
        .next(Script.begin().cut())
        .next(Script.begin().reply(200, "application/json", "{\"choices\":"));

    // When
    Trials.run(log(), Trials.cases(1), Trials.tested(port), Trials.means());

    // Then
    assertThat(upstream.received()).hasSize(4);
    assertThat(results().iterator().next().faults()).hasSize(3).first().isEqualTo("500");
    assertThat(values(results())).containsExactly(1.0);
  }

  @Test
  void errorsAreCountedApartFromWrongAnswers() throws Exception {
    // Given
    upstream.always(request ->
        switch (number(request) % 3) {
          case 0 -> OpenAiAnswers.chat("yes");
          case 1 -> OpenAiAnswers.chat("no");
          default -> OpenAiAnswers.error(400, "invalid_request_error", "context", "too long");
        });
    Cases cases = Trials.cases(30);
    Run run =
        Run.begin(
            log(),
            Trials.header(cases, 1),
            cases,
            Trials.ONCE,
            Trials.tested(port),
            Trials.means());

    // When
    RunEnd end = run.go();

    // Then
    assertThat(end.kind()).isEqualTo(RunEnd.Kind.COMPLETE);
    assertThat(run.progress().answered()).isEqualTo(20);
    assertThat(run.progress().errors()).isEqualTo(10);
    assertThat(run.progress().meanPrimary()).isEqualTo(0.5);
    assertThat(
            results().stream()
                .collect(Collectors.groupingBy(Object::getClass, Collectors.counting())))
        .containsOnly(Map.entry(Result.Scored.class, 20L), Map.entry(Result.Unanswered.class, 10L));

    // When: errors are asked again when the run goes on, and only they.
    upstream.always(OpenAiAnswers.chat("yes"));
    Trials.resume(log(), cases, Trials.tested(port), Trials.means());

    // Then
    assertThat(upstream.received()).hasSize(40);
    assertThat(results()).hasSize(30).hasOnlyElementsOfType(Result.Scored.class);
  }

  @Test
  void aProvidersRefusalIsAWrongAnswerAndNoError() throws Exception {
    // Given
    upstream.always(OpenAiAnswers.error(400, "invalid_request_error", "content_filter", "flagged"));

    // When
    Trials.run(log(), Trials.cases(2), Trials.tested(port), Trials.means());

    // Then
    assertThat(values(results())).containsExactly(0.0, 0.0);
    assertThat(((Result.Scored) results().iterator().next()).response().finishReason())
        .isEqualTo(Framing.REFUSED);
  }

  @Test
  void lostAccessStopsTheRunAtOnceAndLosesNothing() throws Exception {
    // Given
    AtomicInteger asked = new AtomicInteger();
    upstream.always(request ->
        asked.incrementAndGet() <= 50
            ? OpenAiAnswers.chat("yes")
            : OpenAiAnswers.error(401, "invalid_request_error", "invalid_api_key", "no"));
    Cases cases = Trials.cases(1_000);

    // When
    RunEnd end = Trials.run(log(), cases, Trials.tested(port), Trials.means());

    // Then
    assertThat(end.kind()).isEqualTo(RunEnd.Kind.ACCESS_GONE);
    assertThat(end.message()).contains("'one'").contains("401 invalid_api_key");
    assertThat(asked.get()).isLessThan(50 + 2 * Trials.QUICK.concurrency());
    assertThat(results()).hasSize(50).hasOnlyElementsOfType(Result.Scored.class);

    // When
    upstream.always(OpenAiAnswers.chat("yes"));
    RunEnd later = Trials.resume(log(), cases, Trials.tested(port), Trials.means());

    // Then
    assertThat(later.kind()).isEqualTo(RunEnd.Kind.COMPLETE);
    assertThat(results()).hasSize(1_000);
  }

  @Test
  void aDeploymentThatOnlyFailsIsGivenUp() throws Exception {
    // Given
    upstream.always(Script.begin().reply(500, "text/plain", "oh"));

    // When
    RunEnd end = Trials.run(log(), Trials.cases(500), Trials.tested(port), Trials.means());

    // Then
    assertThat(end.kind()).isEqualTo(RunEnd.Kind.FAILING);
    assertThat(end.message()).contains("20 samples in a row").contains("500");
    assertThat(results().size()).isBetween(20, 20 + 2 * Trials.QUICK.concurrency());
  }

  @Test
  void aRestOfHoursEndsTheRunInsteadOfWaiting() throws Exception {
    // Given
    upstream.always(
        OpenAiAnswers.error(429, "requests", "insufficient", "later", "retry-after: 7200"));

    // When
    RunEnd end = Trials.run(log(), Trials.cases(5), Trials.tested(port), Trials.means());

    // Then
    assertThat(end.kind()).isEqualTo(RunEnd.Kind.ACCESS_GONE);
    assertThat(end.message()).contains("120 minutes");
    assertThat(results()).isEmpty();
  }

  @Test
  void whatTheCacheKnowsIsNotSent() throws Exception {
    // Given
    Path cache = folder.resolve("cache");
    SplittableRandom random = new SplittableRandom(1);
    try (AnswerCache first = AnswerCache.open(cache, Trials.NOW, random)) {
      Trials.run(
          folder.resolve("first.jsonl"),
          Trials.cases(40),
          Trials.tested(port),
          Trials.means(first, Budget.unlimited(), Trials.QUICK));
    }
    int sent = upstream.received().size();

    // When
    try (AnswerCache second = AnswerCache.open(cache, Trials.NOW, random)) {
      Trials.run(
          log(),
          Trials.cases(50),
          Trials.tested(port),
          Trials.means(second, Budget.unlimited(), Trials.QUICK));
    }

    // Then
    assertThat(sent).isEqualTo(40);
    assertThat(upstream.received().subList(sent, upstream.received().size()))
        .hasSize(10)
        .allMatch(request -> number(request) >= 40);
    assertThat(values(results())).hasSize(50).containsOnly(1.0);
    assertThat(results().stream().filter(result -> result.spent().cached() == 1))
        .hasSize(40)
        .allMatch(result -> result.spent().usage().inputTokens() == 0);
  }

  @Test
  void anotherDeploymentsAnswersAreNotTakenFromTheCache() throws Exception {
    // Given
    Path cache = folder.resolve("cache");
    SplittableRandom random = new SplittableRandom(1);
    Tested one = Trials.tested(port);
    Tested other =
        new Tested(Trials.subject("other"), one.preset(), one.price(), port, one.framing());
    try (AnswerCache first = AnswerCache.open(cache, Trials.NOW, random)) {
      Trials.run(
          folder.resolve("first.jsonl"),
          Trials.cases(5),
          one,
          Trials.means(first, Budget.unlimited(), Trials.QUICK));
    }

    // When
    Cases cases = Trials.cases(5);
    try (AnswerCache second = AnswerCache.open(cache, Trials.NOW, random)) {
      Run.begin(
              log(),
              Trials.header(cases, other.subject(), new Plan(5, 1, 7)),
              cases,
              Trials.ONCE,
              other,
              Trials.means(second, Budget.unlimited(), Trials.QUICK))
          .go();
    }

    // Then
    assertThat(upstream.received()).hasSize(10);
  }

  @Test
  void aLimitOnTokensIsNotExceeded() throws Exception {
    // Given
    Budget budget = new Budget(OptionalDouble.empty(), OptionalLong.of(255));
    Cases cases = Trials.cases(100);

    // When: each answer takes 10 tokens.
    RunEnd end =
        Trials.run(
            log(),
            cases,
            Trials.tested(port),
            Trials.means(AnswerCache.none(), budget, Trials.QUICK));

    // Then
    assertThat(end.kind()).isEqualTo(RunEnd.Kind.LIMIT_REACHED);
    assertThat(end.message()).contains("255 tokens").contains("250 are spent");
    assertThat(results()).hasSize(25);
    assertThat(upstream.received()).hasSize(25);

    // When
    RunEnd later = Trials.resume(log(), cases, Trials.tested(port), Trials.means());

    // Then
    assertThat(later.kind()).isEqualTo(RunEnd.Kind.COMPLETE);
    assertThat(upstream.received()).hasSize(100);
  }

  @Test
  void aLimitOnMoneyIsNotExceeded() throws Exception {
    // Given: 7 and 3 tokens cost 0.13 together.
    Price price = new Price(10_000, 20_000);
    Budget budget = new Budget(OptionalDouble.of(1), OptionalLong.empty());

    // When
    RunEnd end =
        Trials.run(
            log(),
            Trials.cases(100),
            Trials.tested(port, price),
            Trials.means(AnswerCache.none(), budget, Trials.QUICK));

    // Then
    assertThat(end.kind()).isEqualTo(RunEnd.Kind.LIMIT_REACHED);
    assertThat(end.message()).contains("limit of 1.00").contains("0.9100 is spent");
    assertThat(upstream.received()).hasSize(7);
  }

  @Test
  void noLimitIsKeptOnFaithWhereNobodyCountsTokens() throws Exception {
    // Given
    upstream.always(
        Script.begin()
            .reply(200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"yes\"}}]}"));
    Budget budget = new Budget(OptionalDouble.empty(), OptionalLong.of(1_000_000));

    // When
    RunEnd end =
        Trials.run(
            log(),
            Trials.cases(100),
            Trials.tested(port),
            Trials.means(AnswerCache.none(), budget, Trials.QUICK));

    // Then
    assertThat(end.kind()).isEqualTo(RunEnd.Kind.LIMIT_REACHED);
    assertThat(end.message()).contains("does not say how many tokens");
    assertThat(upstream.received()).hasSize(1);
  }

  @Test
  void aPersonStopsItAndWhatIsUnderWayIsGivenAMoment() throws Exception {
    // Given
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    upstream.always(request ->
        number(request) < 50
            ? OpenAiAnswers.chat("yes")
            : Script.begin().then(asked).await(gate).stall());
    Cases cases = Trials.cases(100);
    Run run =
        Run.begin(
            log(),
            Trials.header(cases, 1),
            cases,
            Trials.ONCE,
            Trials.tested(port),
            Trials.means());
    AtomicReference<RunEnd> end = new AtomicReference<>();
    Thread runner =
        Thread.ofPlatform()
            .start(() -> {
              try {
                end.set(run.go());
              } catch (Exception failed) {
                throw new AssertionError(failed);
              }
            });
    asked.await();

    // When
    run.stop();
    runner.join();

    // Then
    assertThat(end.get().kind()).isEqualTo(RunEnd.Kind.STOPPED);
    upstream.awaitDeparture();
    assertThat(results()).allMatch(result -> result.trial().number() < 50);

    // When
    upstream.always(OpenAiAnswers.chat("yes"));
    gate.countDown();
    RunEnd later = Trials.resume(log(), cases, Trials.tested(port), Trials.means());

    // Then
    assertThat(later.kind()).isEqualTo(RunEnd.Kind.COMPLETE);
    assertThat(results()).hasSize(100);
  }

  private static Cases graded(Cases.Grading grading) {
    Cases cases = Trials.cases(10);
    return new Cases(
        cases.name(), cases.digest(), cases.samples(), grading, cases.primary(), cases.guardrail());
  }

  @Test
  void aFaultOfOursEndsTheRunAndSaysWhich() throws Exception {
    // Given
    Cases cases =
        graded((sample, response) -> {
          throw new IllegalStateException("the file is gone");
        });

    // When
    RunEnd end = Trials.run(log(), cases, Trials.tested(port), Trials.means());

    // Then
    assertThat(end.kind()).isEqualTo(RunEnd.Kind.BROKEN);
    assertThat(end.message()).contains("the file is gone");
    assertThat(results()).isEmpty();
  }

  @Test
  void noAnswerIsWrongBecauseItsJudgeWasAway() throws Exception {
    // Given
    ScoringFailed away = new ScoringFailed(ScoringFailed.Reason.JUDGE_AWAY, "the judge is away");
    Score right = new Score("exact", 1, "");
    Cases cases =
        graded((sample, response) ->
            switch (sample.id()) {
              case "s1" -> new Scored(List.of(), Map.of("exact", away));
              case "s2" -> new Scored(List.of(right), Map.of("harm", away));
              default -> new Scored(List.of(right), Map.of());
            });

    // When
    Trials.run(log(), cases, Trials.tested(port), Trials.means());

    // Then
    RunLog log = RunLog.read(log());
    assertThat(log.result("s1", 0).orElseThrow())
        .isInstanceOfSatisfying(
            Result.Unanswered.class,
            error -> assertThat(error.reason()).isEqualTo("no score 'exact': the judge is away"));
    assertThat(log.result("s2", 0).orElseThrow())
        .isInstanceOfSatisfying(
            Result.Scored.class,
            scored ->
                assertThat(scored.faults()).containsExactly("no score 'harm': the judge is away"));
  }
}
