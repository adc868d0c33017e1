package dev.polder.gateway;

import static dev.polder.testkit.OpenAiAnswers.DONE;
import static dev.polder.testkit.OpenAiAnswers.contentEvent;
import static dev.polder.testkit.OpenAiAnswers.finishEvent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.gateway.continuity.Limits;
import dev.polder.gateway.health.Condition;
import dev.polder.gateway.health.HealthPolicy;
import dev.polder.gateway.health.Lease;
import dev.polder.gateway.ledger.Receipt;
import dev.polder.gateway.restriction.Restriction;
import dev.polder.gateway.restriction.Selector;
import dev.polder.gateway.route.DataClass;
import dev.polder.model.Jurisdiction;
import dev.polder.model.Traits;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.ReceivedRequest;
import dev.polder.testkit.Script;
import dev.polder.testkit.ScriptedUpstream;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What lies beyond one call: who is asked again, who rests, who shares the load, who is
/// restricted.
final class ContinuityTest {
  private static final String WHOLE = "{\"model\":\"letters\",\"messages\":[]}";
  private static final String STREAMED = "{\"model\":\"letters\",\"stream\":true,\"messages\":[]}";

  private static CompletableFuture<HttpResponse<String>> async(
      RunningGateway gateway, String body) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return gateway.chat(body);
          } catch (Exception failed) {
            throw new AssertionError(failed);
          }
        },
        Thread::startVirtualThread);
  }

  private static Traits traits(int weight, OptionalInt concurrency, boolean metered) {
    return new Traits(
        "", weight, concurrency, OptionalInt.empty(), metered, Traits.Failback.AUTOMATIC);
  }

  private static Traits one() {
    return traits(1, OptionalInt.of(1), true);
  }

  // ---- retries

  @Test
  void aBrokenCandidateIsAskedAgainBeforeTheNextOne() throws Exception {
    try (ScriptedUpstream primary =
            ScriptedUpstream.start()
                .next(Script.begin().cut())
                .always(OpenAiAnswers.chat("second try"));
        ScriptedUpstream fallback = ScriptedUpstream.start().always(OpenAiAnswers.chat("no"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl()).retries(1).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.body()).contains("second try");
      assertThat(answer.headers().firstValue("x-polder-served")).contains("primary");
      assertThat(answer.headers().firstValue("x-polder-attempts")).contains("2");
    }
  }

  @Test
  void retriesEndAndTheNextCandidateIsAsked() throws Exception {
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(Script.begin().cut());
        ScriptedUpstream fallback = ScriptedUpstream.start().always(OpenAiAnswers.chat("saved"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl()).retries(2).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.body()).contains("saved");
      assertThat(primary.received()).hasSize(3);
    }
  }

  @Test
  void whatWasTooSlowIsNotWaitedForTwice() throws Exception {
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(Script.begin().stall());
        ScriptedUpstream fallback = ScriptedUpstream.start().always(OpenAiAnswers.chat("saved"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl()).retries(3).start()) {
      // When
      gateway.chat(WHOLE);

      // Then
      assertThat(gateway.receipt().attempts())
          .extracting(Receipt.Line::result)
          .containsExactly("too-slow", "answered");
    }
  }

  @Test
  void theReceiptCountsWaitingInTheTimeUntilTheFirstContent() throws Exception {
    try (ScriptedUpstream only =
            ScriptedUpstream.start()
                .next(OpenAiAnswers.error(429, "x", "", "Slow down.", "retry-after-ms: 300"))
                .always(OpenAiAnswers.chat("later"));
        RunningGateway gateway = RunningGateway.over(only.baseUrl()).start()) {
      // When
      assertThat(gateway.chat(WHOLE).body()).contains("later");

      // Then
      Receipt receipt = gateway.receipt();
      assertThat(receipt.untilFirst().orElseThrow())
          .isBetween(Duration.ofMillis(300), receipt.total());
    }
  }

  @Test
  void anUpstreamsProxyDoesNotAskTheClientForAPassword() throws Exception {
    try (ScriptedUpstream only =
            ScriptedUpstream.start().always(OpenAiAnswers.error(407, "x", "", "Who are you?"));
        RunningGateway gateway = RunningGateway.over(only.baseUrl()).start()) {
      assertThat(gateway.chat(WHOLE).statusCode()).isEqualTo(502);
    }
  }

  // ---- several keys of one provider

  private static Script byKey(ReceivedRequest request, String refused, Script refusal) {
    return request.header("authorization").orElse("").contains(refused)
        ? refusal
        : OpenAiAnswers.chat("let in");
  }

  @Test
  void whatOneKeyIsRefusedAnotherKeyGets() throws Exception {
    Script refusal = OpenAiAnswers.error(401, "x", "invalid_api_key", "revoked");
    try (ScriptedUpstream primary =
            ScriptedUpstream.start().always(request -> byKey(request, "key-a", refusal));
        ScriptedUpstream fallback = ScriptedUpstream.start().always(OpenAiAnswers.chat("no"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl())
                .credentials("key-a-0123456789", "key-b-0123456789")
                .start()) {
      // When
      for (int i = 0; i < 6; i++) {
        assertThat(gateway.chat(WHOLE).body()).contains("let in");
      }

      // Then: the refused key was tried once, and the fallback never
      assertThat(primary.received()).hasSize(7);
      assertThat(fallback.received()).isEmpty();
    }
  }

  @Test
  void aBusyKeyRestsAndTheOtherOneCarriesOn() throws Exception {
    Script busy = OpenAiAnswers.error(429, "tokens", "", "Slow down.", "retry-after: 600");
    try (ScriptedUpstream only =
            ScriptedUpstream.start().always(request -> byKey(request, "key-b", busy));
        RunningGateway gateway =
            RunningGateway.over(only.baseUrl())
                .credentials("key-a-0123456789", "key-b-0123456789")
                .start()) {
      for (int i = 0; i < 6; i++) {
        assertThat(gateway.chat(WHOLE).body()).contains("let in");
      }
      assertThat(only.received()).hasSize(7);
    }
  }

  @Test
  void whenEveryKeyIsRefusedTheNextCandidateIsAsked() throws Exception {
    Script refusal = OpenAiAnswers.error(403, "x", "", "not in your region");
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(refusal);
        ScriptedUpstream fallback = ScriptedUpstream.start().always(OpenAiAnswers.chat("saved"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl())
                .credentials("key-a-0123456789", "key-b-0123456789")
                .start()) {
      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.body()).contains("saved");
      assertThat(gateway.receipt().attempts())
          .extracting(Receipt.Line::result)
          .containsExactly("withdrawn", "withdrawn", "answered");
    }
  }

  @Test
  void keysThatMayBeUsedAgainAtOnceDoNotKeepACallFromTheNextCandidate() throws Exception {
    Script busy = OpenAiAnswers.error(429, "tokens", "", "Slow down.", "retry-after: 0");
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(busy);
        ScriptedUpstream fallback = ScriptedUpstream.start().always(OpenAiAnswers.chat("saved"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl())
                .credentials("key-a-0123456789", "key-b-0123456789")
                .start()) {
      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then: each key had its turn, once
      assertThat(answer.body()).contains("saved");
      assertThat(gateway.receipt().attempts())
          .extracting(Receipt.Line::result)
          .containsExactly("busy", "busy", "answered");
    }
  }

  // ---- pools

  @Test
  void anotherDeploymentOfThePoolComesBeforeTheFallback() throws Exception {
    try (ScriptedUpstream one = ScriptedUpstream.start().always(Script.begin().cut());
        ScriptedUpstream other = ScriptedUpstream.start().always(OpenAiAnswers.chat("pool"));
        ScriptedUpstream fallback = ScriptedUpstream.start().always(OpenAiAnswers.chat("no"));
        RunningGateway gateway =
            RunningGateway.over(one.baseUrl(), other.baseUrl(), fallback.baseUrl())
                .pooled()
                .start()) {
      for (int i = 0; i < 4; i++) {
        // When
        HttpResponse<String> answer = gateway.chat(WHOLE);

        // Then: whoever of the two was asked first
        assertThat(answer.body()).contains("pool");
        assertThat(answer.headers().firstValue("x-polder-served")).contains("primary");
      }
      assertThat(fallback.received()).isEmpty();
    }
  }

  @Test
  void callsUnderWayAreSpreadOverThePool() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    Script held = Script.begin().await(gate).reply(200, "application/json", chat("held"));
    try (ScriptedUpstream one = ScriptedUpstream.start().always(held);
        ScriptedUpstream other = ScriptedUpstream.start().always(held);
        ScriptedUpstream fallback = ScriptedUpstream.start().always(OpenAiAnswers.chat("no"));
        RunningGateway gateway =
            RunningGateway.over(one.baseUrl(), other.baseUrl(), fallback.baseUrl())
                .pooled()
                .limits(patient(Duration.ofSeconds(9)))
                .start()) {
      // Given: the same prompt each time, which sticks only as far as the load stays even
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(async(gateway, WHOLE));
        awaitReceived(i + 1, one, other);
      }

      // Then
      assertThat(one.received().size()).isBetween(3, 5);
      gate.countDown();
      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        assertThat(answer.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      }
    }
  }

  private static void awaitReceived(int calls, ScriptedUpstream... upstreams)
      throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (received(upstreams) < calls) {
      assertThat(System.nanoTime()).as("calls arrive").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  private static int received(ScriptedUpstream... upstreams) {
    int all = 0;
    for (ScriptedUpstream upstream : upstreams) {
      all += upstream.received().size();
    }
    return all;
  }

  private static String chat(String text) {
    return OpenAiAnswers.chatBody(text);
  }

  private static Limits patient(Duration patience) {
    return new Limits(
        Duration.ofSeconds(2),
        Duration.ofSeconds(9),
        Duration.ofSeconds(9),
        Duration.ofSeconds(9),
        Duration.ofSeconds(9),
        patience,
        Duration.ofSeconds(9));
  }

  @Test
  void aFullPrimarySendsCallsToTheFallback() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    Script held = Script.begin().await(gate).reply(200, "application/json", chat("held"));
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(held);
        ScriptedUpstream fallback = ScriptedUpstream.start().always(OpenAiAnswers.chat("beside"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl())
                .traits(one(), Traits.USUAL)
                .limits(patient(Duration.ofSeconds(9)))
                .start()) {
      // Given
      CompletableFuture<HttpResponse<String>> first = async(gateway, WHOLE);
      awaitReceived(1, primary);

      // When
      HttpResponse<String> second = gateway.chat(WHOLE);

      // Then
      assertThat(second.body()).contains("beside");
      gate.countDown();
      assertThat(first.get(5, TimeUnit.SECONDS).body()).contains("held");
    }
  }

  @Test
  void whenEverybodyIsFullACallWaitsForRoom() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    Script held = Script.begin().await(gate).reply(200, "application/json", chat("held"));
    try (ScriptedUpstream only =
            ScriptedUpstream.start().next(held).always(OpenAiAnswers.chat("after"));
        RunningGateway gateway =
            RunningGateway.over(only.baseUrl())
                .traits(one())
                .limits(patient(Duration.ofSeconds(9)))
                .start()) {
      // Given
      CompletableFuture<HttpResponse<String>> first = async(gateway, WHOLE);
      awaitReceived(1, only);
      CompletableFuture<HttpResponse<String>> second = async(gateway, WHOLE);

      // When
      gate.countDown();

      // Then
      assertThat(first.get(5, TimeUnit.SECONDS).body()).contains("held");
      assertThat(second.get(5, TimeUnit.SECONDS).body()).contains("after");
    }
  }

  // ---- hedging

  @Test
  void aSlowBeginningIsHedged() throws Exception {
    try (ScriptedUpstream slow = ScriptedUpstream.start().always(Script.begin().stall());
        ScriptedUpstream quick =
            ScriptedUpstream.start().always(OpenAiAnswers.stream(true, "quick"));
        RunningGateway gateway =
            RunningGateway.over(slow.baseUrl(), quick.baseUrl())
                .traits(traits(1, OptionalInt.empty(), true), traits(1, OptionalInt.empty(), false))
                .hedge(Duration.ofMillis(50), 1, false)
                .limits(patient(Duration.ofSeconds(9)))
                .start()) {
      // When
      HttpResponse<String> answer = gateway.chat(STREAMED);

      // Then
      assertThat(answer.body()).contains("quick").endsWith(DONE);
      assertThat(gateway.receipt().attempts())
          .extracting(Receipt.Line::result)
          .containsExactly("outpaced", "answered");
      slow.awaitDeparture();
    }
  }

  @Test
  void noCallPaysTwiceWithoutItsOwnersWord() throws Exception {
    try (ScriptedUpstream slow = ScriptedUpstream.start().always(Script.begin().stall());
        ScriptedUpstream quick =
            ScriptedUpstream.start().always(OpenAiAnswers.stream(true, "quick"));
        RunningGateway gateway =
            RunningGateway.over(slow.baseUrl(), quick.baseUrl())
                .hedge(Duration.ofMillis(50), 1, false)
                .start()) {
      // When: both cost money
      gateway.chat(STREAMED);

      // Then: the fallback was asked only after the primary's time was over
      assertThat(gateway.receipt().attempts())
          .extracting(Receipt.Line::result)
          .containsExactly("too-slow", "answered");
    }
  }

  @Test
  void onlyAShareOfTheCallsIsHedged() throws Exception {
    try (ScriptedUpstream slow = ScriptedUpstream.start().always(Script.begin().stall());
        ScriptedUpstream quick = ScriptedUpstream.start().always(OpenAiAnswers.chat("quick"));
        RunningGateway gateway =
            RunningGateway.over(slow.baseUrl(), quick.baseUrl())
                .hedge(Duration.ofMillis(20), 0.01, true)
                .start()) {
      // When
      gateway.chat(WHOLE);

      // Then: a hundredth of a call is no call
      assertThat(gateway.receipt().attempts())
          .extracting(Receipt.Line::result)
          .containsExactly("too-slow", "answered");
    }
  }

  @Test
  void aHedgeDoesNotAskWhomAPersonHolds() throws Exception {
    Traits byHand =
        new Traits("", 1, OptionalInt.empty(), OptionalInt.empty(), true, Traits.Failback.BY_HAND);
    try (ScriptedUpstream held = ScriptedUpstream.start().always(OpenAiAnswers.chat("held"));
        ScriptedUpstream slow = ScriptedUpstream.start().always(Script.begin().stall());
        RunningGateway gateway =
            RunningGateway.over(held.baseUrl(), slow.baseUrl())
                .traits(byHand, Traits.USUAL)
                .hedge(Duration.ofMillis(20), 1, true)
                .start()) {
      // Given
      gateway.health().restore(gateway.deployment(0));

      // When
      gateway.chat(WHOLE);

      // Then: it was asked when nobody else was left, and not before
      assertThat(gateway.receipt().attempts())
          .extracting(Receipt.Line::result)
          .containsExactly("too-slow", "answered");
    }
  }

  @Test
  void twoAttemptsOfAHedgedCallAreNeverJoined() throws Exception {
    CountDownLatch hedged = new CountDownLatch(1);
    CountDownLatch longHead = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    String events = OpenAiAnswers.roleEvent() + OpenAiAnswers.roleEvent();
    try (ScriptedUpstream first =
            ScriptedUpstream.start()
                .always(
                    OpenAiAnswers.streamHead()
                        .await(longHead)
                        .chunk(events)
                        .await(goOn)
                        .chunk(contentEvent("first") + finishEvent("stop") + DONE)
                        .endOfChunks());
        ScriptedUpstream second =
            ScriptedUpstream.start().always(OpenAiAnswers.streamHead().then(hedged).stall());
        RunningGateway gateway =
            RunningGateway.over(first.baseUrl(), second.baseUrl())
                .bufferBound(300)
                .hedge(Duration.ofMillis(20), 1, true)
                .limits(patient(Duration.ofSeconds(9)))
                .start()) {
      // Given: events without content are more than is held, so the client gets the first's
      CompletableFuture<HttpResponse<InputStream>> answer =
          gateway
              .http()
              .sendAsync(
                  HttpRequest.newBuilder(gateway.at("/v1/chat/completions"))
                      .POST(HttpRequest.BodyPublishers.ofString(STREAMED))
                      .build(),
                  HttpResponse.BodyHandlers.ofInputStream());
      assertThat(hedged.await(5, TimeUnit.SECONDS)).isTrue();
      longHead.countDown();
      HttpResponse<InputStream> begun = answer.get(5, TimeUnit.SECONDS);

      // When: the other one may not begin any more
      second.awaitDeparture();
      goOn.countDown();

      // Then
      assertThat(new String(begun.body().readAllBytes(), StandardCharsets.UTF_8))
          .contains("first")
          .endsWith(DONE);
    }
  }

  @Test
  void aHedgeThatFindsTheRequestWrongDoesNotEndTheFirstAttempt() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    Script slow = Script.begin().await(gate).reply(200, "application/json", chat("the first"));
    Script wrong = OpenAiAnswers.error(400, "invalid_request_error", "odd", "not for me");
    try (ScriptedUpstream first = ScriptedUpstream.start().always(slow);
        ScriptedUpstream hedge = ScriptedUpstream.start().always(wrong.then(gate));
        RunningGateway gateway =
            RunningGateway.over(first.baseUrl(), hedge.baseUrl())
                .hedge(Duration.ofMillis(50), 1, true)
                .limits(patient(Duration.ofSeconds(9)))
                .start()) {
      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.body()).contains("the first");
      assertThat(gateway.receipt().attempts())
          .extracting(Receipt.Line::result)
          .containsExactly("caller-fault", "answered");
    }
  }

  // ---- who can eject

  @Test
  void oneCallIsOneWitnessHoweverOftenItTries() throws Exception {
    HealthPolicy strict =
        new HealthPolicy(
            3, 0.5, Duration.ofMinutes(5), Duration.ofMinutes(5), 1, Duration.ofSeconds(1));
    try (ScriptedUpstream only = ScriptedUpstream.start().always(Script.begin().cut());
        RunningGateway gateway =
            RunningGateway.over(only.baseUrl()).retries(3).health(strict).start()) {
      // When: one call tries four times, a second one four times more
      gateway.chat(WHOLE);
      gateway.chat(WHOLE);

      // Then
      assertThat(only.received()).hasSize(8);
      assertThat(gateway.health().condition(gateway.deployment(0)))
          .isInstanceOf(Condition.Well.class);
    }
  }

  // ---- data classes

  @Test
  void dataGoesNowhereItMayNotNotEvenInFailover() throws Exception {
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(Script.begin().cut());
        ScriptedUpstream abroad = ScriptedUpstream.start().always(OpenAiAnswers.chat("abroad"));
        ScriptedUpstream ownedAbroad =
            ScriptedUpstream.start().always(OpenAiAnswers.chat("owned abroad"));
        ScriptedUpstream home = ScriptedUpstream.start().always(OpenAiAnswers.chat("home"));
        RunningGateway gateway =
            RunningGateway.over(
                    primary.baseUrl(), abroad.baseUrl(), ownedAbroad.baseUrl(), home.baseUrl())
                .jurisdictions(
                    new Jurisdiction("NL", "NL", "US"),
                    new Jurisdiction("US", "US", "US"),
                    new Jurisdiction("DE", "US", "US"),
                    new Jurisdiction("DE", "FR", "US"))
                .dataClass(new DataClass("personal", Set.of("NL", "EU"), Set.of("EU")))
                .start()) {
      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.body()).contains("home");
      assertThat(abroad.received()).isEmpty();
      assertThat(ownedAbroad.received()).isEmpty();
    }
  }

  @Test
  void whereTheDataClassLeavesNobodyTheCallIsRefusedForGood() throws Exception {
    try (ScriptedUpstream abroad = ScriptedUpstream.start().always(OpenAiAnswers.chat("abroad"));
        RunningGateway gateway =
            RunningGateway.over(abroad.baseUrl())
                .jurisdictions(new Jurisdiction("US", "US", "US"))
                .dataClass(new DataClass("personal", Set.of("NL"), Set.of()))
                .start()) {
      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
      assertThat(answer.body())
          .contains("no_candidate")
          .contains("data of class 'personal' may not go to location US");
      assertThat(abroad.received()).isEmpty();
    }
  }

  // ---- restrictions

  @Test
  void aRestrictedPrimaryIsNotAsked() throws Exception {
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(OpenAiAnswers.chat("no"));
        ScriptedUpstream fallback = ScriptedUpstream.start().always(OpenAiAnswers.chat("saved"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl()).start()) {
      // When
      gateway.cut("provider:provider-1", false);

      // Then
      assertThat(gateway.chat(WHOLE).body()).contains("saved");
      assertThat(primary.received()).isEmpty();
    }
  }

  @Test
  void aLatentCallLeavesARestrictedDeploymentAtOnce() throws Exception {
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(Script.begin().stall());
        ScriptedUpstream fallback = ScriptedUpstream.start().always(OpenAiAnswers.chat("saved"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl())
                .limits(patient(Duration.ofSeconds(9)))
                .start()) {
      // Given
      CompletableFuture<HttpResponse<String>> answer = async(gateway, WHOLE);
      awaitReceived(1, primary);

      // When
      gateway.cut("deployment:candidate-1", false);

      // Then: long before any limit
      assertThat(answer.get(3, TimeUnit.SECONDS).body()).contains("saved");
      assertThat(gateway.receipt().attempts())
          .extracting(Receipt.Line::result)
          .containsExactly("restricted", "answered");
    }
  }

  @Test
  void aStreamThatHasBegunFinishesUnderARestriction() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    Script half = OpenAiAnswers.streamHead().chunk(contentEvent("one")).await(gate);
    Script whole =
        half.chunk(contentEvent("two")).chunk(finishEvent("stop")).chunk(DONE).endOfChunks();
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(whole);
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl()).limits(patient(Duration.ofSeconds(9))).start();
        RawClient client = new RawClient(gateway.port())) {
      // Given
      client.postChat(STREAMED);
      client.readUntil("one");

      // When
      gateway.cut("maker:FR", false);
      gate.countDown();

      // Then
      assertThat(client.readUntil("[DONE]")).contains("two");
    }
  }

  @Test
  void aStreamThatHasBegunEndsHonestlyWhereTheRestrictionSaysNow() throws Exception {
    Script half = OpenAiAnswers.streamHead().chunk(contentEvent("one")).stall();
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(half);
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl()).limits(patient(Duration.ofSeconds(9))).start();
        RawClient client = new RawClient(gateway.port())) {
      // Given
      client.postChat(STREAMED);
      client.readUntil("one");

      // When
      gateway.cut("maker:FR", true);

      // Then
      assertThat(client.readUntil("}\n\n"))
          .contains("data: {\"error\":{")
          .contains("\"code\":\"restricted\"")
          .doesNotContain("[DONE]");
      primary.awaitDeparture();
    }
  }

  // ---- coming back

  @Test
  void aDeploymentThatFailedTooOftenComesBackOverTrials() throws Exception {
    HealthPolicy quick =
        new HealthPolicy(
            2, 0.5, Duration.ofSeconds(3), Duration.ofSeconds(3), 2, Duration.ofMillis(1));
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(Script.begin().cut());
        ScriptedUpstream fallback =
            ScriptedUpstream.start().always(OpenAiAnswers.chat("fallback"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl()).health(quick).start()) {
      // Given
      gateway.chat(WHOLE);
      gateway.chat(WHOLE);
      assertThat(primary.received()).hasSize(2);
      assertThat(gateway.health().condition(gateway.deployment(0)))
          .isInstanceOf(Condition.Ejected.class);
      gateway.chat(WHOLE);
      assertThat(primary.received()).as("not asked while it rests").hasSize(2);

      // When: it works again
      primary.always(OpenAiAnswers.chat("primary"));
      awaitAnswer(gateway, "primary");
      awaitAnswer(gateway, "primary");

      // Then
      assertThat(gateway.health().condition(gateway.deployment(0)))
          .isInstanceOf(Condition.Returning.class);
    }
  }

  private static void awaitAnswer(RunningGateway gateway, String text) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (!gateway.chat(WHOLE).body().contains(text)) {
      assertThat(System.nanoTime()).as("an answer with " + text).isLessThan(end);
    }
  }

  @Test
  void whoIsHeldServesOnlyWhereNobodyElseCan() throws Exception {
    Traits byHand =
        new Traits("", 1, OptionalInt.empty(), OptionalInt.empty(), true, Traits.Failback.BY_HAND);
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(OpenAiAnswers.chat("held"));
        ScriptedUpstream fallback =
            ScriptedUpstream.start().always(OpenAiAnswers.chat("fallback"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl())
                .traits(byHand, Traits.USUAL)
                .start()) {
      // Given
      gateway.health().restore(gateway.deployment(0));
      assertThat(gateway.chat(WHOLE).body()).contains("fallback");

      // When: nobody else is left
      gateway.cut("deployment:candidate-2", false);
      assertThat(gateway.chat(WHOLE).body()).contains("held");
    }
  }

  @Test
  void whoIsOnlyComingBackIsWaitedForWhenNobodyElseIsLeft() throws Exception {
    Traits byHand =
        new Traits("", 1, OptionalInt.empty(), OptionalInt.empty(), true, Traits.Failback.BY_HAND);
    try (ScriptedUpstream only = ScriptedUpstream.start().always(OpenAiAnswers.chat("held"));
        RunningGateway gateway = RunningGateway.over(only.baseUrl()).traits(byHand).start()) {
      // Given: held, and capped at one attempt each fifth of a second
      gateway.health().restore(gateway.deployment(0));
      gateway
          .restrictions()
          .declare(
              new Restriction(
                  "r-cap",
                  Selector.parse("deployment:candidate-1"),
                  Restriction.Effect.Capped.parse("5/s"),
                  Restriction.Origin.DECLARED,
                  "a test says so",
                  "test",
                  Instant.now(),
                  Optional.empty()));
      assertThat(gateway.chat(WHOLE).statusCode()).isEqualTo(200);

      // When
      HttpResponse<String> next = gateway.chat(WHOLE);

      // Then
      assertThat(next.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whereNobodyElseCanAnEjectedDeploymentIsTriedBeforeItsTime() throws Exception {
    HealthPolicy long10 =
        new HealthPolicy(
            1, 0.5, Duration.ofMinutes(10), Duration.ofMinutes(10), 1, Duration.ofMillis(1));
    try (ScriptedUpstream only =
            ScriptedUpstream.start()
                .next(Script.begin().cut())
                .always(OpenAiAnswers.chat("well again"));
        RunningGateway gateway = RunningGateway.over(only.baseUrl()).health(long10).start()) {
      // Given
      assertThat(gateway.chat(WHOLE).statusCode()).isEqualTo(503);
      assertThat(gateway.health().condition(gateway.deployment(0)))
          .isInstanceOf(Condition.Ejected.class);

      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then: no ten minutes' refusal of what works
      assertThat(answer.body()).contains("well again");
    }
  }

  @Test
  void callsThatWaitAreServedWhenTheTrialSucceeds() throws Exception {
    // Given: the only deployment is out, and its trial is under way elsewhere
    HealthPolicy quick =
        new HealthPolicy(
            1, 0.5, Duration.ofMillis(10), Duration.ofMillis(10), 1, Duration.ofMillis(1));
    try (ScriptedUpstream only = ScriptedUpstream.start().always(OpenAiAnswers.chat("back"));
        RunningGateway gateway =
            RunningGateway.over(only.baseUrl())
                .health(quick)
                .limits(patient(Duration.ofSeconds(9)))
                .start()) {
      gateway.health().begin(gateway.deployment(0)).orElseThrow().broke();
      Lease trial = awaitTrial(gateway);
      CompletableFuture<HttpResponse<String>> waiting = async(gateway, WHOLE);

      // When
      trial.answered();

      // Then
      assertThat(waiting.get(5, TimeUnit.SECONDS).body()).contains("back");
    }
  }

  private static Lease awaitTrial(RunningGateway gateway) throws InterruptedException {
    while (true) {
      Optional<Lease> lease = gateway.health().begin(gateway.deployment(0));
      if (lease.isPresent()
          && gateway.health().condition(gateway.deployment(0)) instanceof Condition.OnTrial) {
        return lease.get();
      }
      lease.ifPresent(Lease::unjudged);
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }
}
