package dev.polder.gateway;

import static dev.polder.testkit.OpenAiAnswers.DONE;
import static dev.polder.testkit.OpenAiAnswers.contentEvent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.gateway.continuity.Limits;
import dev.polder.gateway.health.HealthPolicy;
import dev.polder.gateway.ledger.Receipt;
import dev.polder.model.Traits;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.Script;
import dev.polder.testkit.ScriptedUpstream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The faults that users of today's gateways report again and again, one test a row, named after
/// it. Each tells the row in its plainest form; the variants are in the tests of the part
/// concerned.
///
/// Rows 8, 15 and 16 are about the program and stand in its tests. Rows 9, 12, 13 and 17 come with
/// the ledger, row 18 with the dialects.
final class FieldFailuresTest {
  private static final String WHOLE = "{\"model\":\"letters\",\"messages\":[]}";
  private static final String STREAMED = "{\"model\":\"letters\",\"stream\":true,\"messages\":[]}";

  private static Limits limits(Duration firstToken, Duration call) {
    return new Limits(
        Duration.ofSeconds(1),
        firstToken,
        Duration.ofMillis(300),
        firstToken,
        call,
        Duration.ofSeconds(9),
        Duration.ofSeconds(9));
  }

  @Test
  void row1AnUpstreamThatIsCutInMidStreamIsAnErrorInTheStream() throws Exception {
    Script cut = OpenAiAnswers.streamHead().chunk(contentEvent("half")).cut();
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(cut);
        RunningGateway gateway = RunningGateway.over(primary.baseUrl()).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(STREAMED);

      // Then
      assertThat(answer.body())
          .contains("half")
          .contains("data: {\"error\":{")
          .doesNotContain("\"finish_reason\":\"stop\"")
          .doesNotContain("[DONE]");
    }
  }

  @Test
  void row2AnErrorAsTheFirstEventOfAStreamStillFailsOver() throws Exception {
    String error = "data: " + OpenAiAnswers.errorBody("server_error", "", "overloaded") + "\n\n";
    Script hidden =
        Script.begin()
            .chunkedHead(200, OpenAiAnswers.EVENT_STREAM)
            .chunk(OpenAiAnswers.roleEvent())
            .chunk(error)
            .endOfChunks();
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(hidden);
        ScriptedUpstream fallback =
            ScriptedUpstream.start().always(OpenAiAnswers.stream(true, "saved"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl()).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(STREAMED);

      // Then
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("saved").endsWith(DONE).doesNotContain("overloaded");
    }
  }

  @Test
  void row3StreamsAndWholeAnswersFailOverAlike() throws Exception {
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(Script.begin().cut());
        ScriptedUpstream fallback =
            ScriptedUpstream.start()
                .always(request ->
                    request.body().contains("\"stream\":true")
                        ? OpenAiAnswers.stream(true, "saved")
                        : OpenAiAnswers.chat("saved"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl()).retries(1).start()) {
      // When
      gateway.chat(WHOLE);
      List<String> whole = results(gateway);
      gateway.chat(STREAMED);

      // Then
      assertThat(whole).containsExactly("broken", "broken", "answered");
      assertThat(results(gateway)).isEqualTo(whole);
    }
  }

  private static List<String> results(RunningGateway gateway) throws InterruptedException {
    return gateway.receipt().attempts().stream().map(Receipt.Line::result).toList();
  }

  @Test
  void row4TheRealErrorAndTheListOfAttemptsAreKept() throws Exception {
    Script real = OpenAiAnswers.error(503, "server_error", "model_warming_up", "Back at noon.");
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(Script.begin().cut());
        ScriptedUpstream fallback = ScriptedUpstream.start().always(real);
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl()).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body())
          .contains("Back at noon.")
          .contains("\"code\":\"model_warming_up\"")
          .contains("candidate-1: ")
          .contains("candidate-2: 503");
    }
  }

  @Test
  void row5AHungUpstreamHoldsACallNoLongerThanItsOwnLimit() throws Exception {
    Script silent = Script.begin().stall();
    Script silentAfterContent = OpenAiAnswers.streamHead().chunk(contentEvent("half")).stall();
    try (ScriptedUpstream hung =
            ScriptedUpstream.start().next(silent).next(silentAfterContent).always(silent);
        RunningGateway gateway =
            RunningGateway.over(hung.baseUrl())
                .limits(limits(Duration.ofMillis(200), Duration.ofSeconds(9)))
                .start()) {
      // When
      String beforeContent = gateway.chat(STREAMED).body();
      String inMidStream = gateway.chat(STREAMED).body();
      String whole = gateway.chat(WHOLE).body();

      // Then: each wait has its own limit and says so
      assertThat(beforeContent).contains("no first token within 0.2 s");
      assertThat(inMidStream).contains("half").contains("no next token within 0.3 s");
      assertThat(whole).contains("no answer within 0.2 s");
    }
  }

  @Test
  void row5TheWholeCallHasADeadline() throws Exception {
    try (ScriptedUpstream hung = ScriptedUpstream.start().always(Script.begin().stall());
        RunningGateway gateway =
            RunningGateway.over(hung.baseUrl())
                .limits(limits(Duration.ofSeconds(9), Duration.ofMillis(300)))
                .start()) {
      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.statusCode()).isEqualTo(504);
      assertThat(answer.body()).contains("deadline_exceeded");
    }
  }

  @Test
  void row6ADeploymentThatIsToldToRestIsNotAskedMeanwhile() throws Exception {
    Script busy = OpenAiAnswers.error(429, "tokens", "", "Slow down.", "retry-after: 600");
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(busy);
        ScriptedUpstream fallback = ScriptedUpstream.start().always(OpenAiAnswers.chat("saved"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl()).start()) {
      // When
      gateway.chat(WHOLE);
      gateway.chat(WHOLE);
      gateway.chat(WHOLE);

      // Then
      assertThat(primary.received()).hasSize(1);
      assertThat(fallback.received()).hasSize(3);
    }
  }

  @Test
  void row6ADeadDeploymentLeavesTheRotationAtOnce() throws Exception {
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(Script.begin().cut());
        ScriptedUpstream fallback = ScriptedUpstream.start().always(OpenAiAnswers.chat("saved"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl()).start()) {
      // When
      int failures = HealthPolicy.USUAL.failures();
      for (int i = 0; i < failures + 3; i++) {
        assertThat(gateway.chat(WHOLE).body()).contains("saved");
      }

      // Then
      assertThat(primary.received()).hasSize(failures);
    }
  }

  @Test
  void row7WhenEveryCandidateRestsTheCallWaitsForTheFirst() throws Exception {
    Script busy = OpenAiAnswers.error(429, "tokens", "", "Slow down.", "retry-after: 1");
    Script busier = OpenAiAnswers.error(429, "tokens", "", "Slow down.", "retry-after: 30");
    try (ScriptedUpstream primary =
            ScriptedUpstream.start().next(busy).always(OpenAiAnswers.chat("rested"));
        ScriptedUpstream fallback = ScriptedUpstream.start().always(busier);
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl()).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.body()).contains("rested");
      assertThat(results(gateway)).containsExactly("busy", "busy", "answered");
    }
  }

  @Test
  void row7WhereTheDeadlineComesFirstTheCallFailsWithRetryAfter() throws Exception {
    Script busy = OpenAiAnswers.error(429, "tokens", "", "Slow down.", "retry-after: 600");
    Script busier = OpenAiAnswers.error(429, "tokens", "", "Slow down.", "retry-after: 900");
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(busy);
        ScriptedUpstream fallback = ScriptedUpstream.start().always(busier);
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl()).start()) {
      // When
      HttpResponse<String> first = gateway.chat(WHOLE);
      HttpResponse<String> second = gateway.chat(WHOLE);

      // Then: told when the earliest is back, whether or not it was asked
      assertThat(first.statusCode()).isEqualTo(429);
      assertThat(retryAfter(first)).isBetween(590, 600);
      assertThat(second.statusCode()).isEqualTo(503);
      assertThat(retryAfter(second)).isBetween(590, 600);
      assertThat(second.body()).contains("candidate-1: rests for");
      assertThat(primary.received()).hasSize(1);
    }
  }

  private static int retryAfter(HttpResponse<String> answer) {
    return Integer.parseInt(answer.headers().firstValue("retry-after").orElseThrow());
  }

  @Test
  void row7bEmbeddingsNeverFallBackToAnotherModelOrDimension() throws Exception {
    String body = "{\"model\":\"letters\",\"input\":\"text\"}";
    Traits wide = dimension(1024);
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(Script.begin().cut());
        ScriptedUpstream otherModel = ScriptedUpstream.start().always(vector(1));
        ScriptedUpstream otherDimension = ScriptedUpstream.start().always(vector(2));
        ScriptedUpstream same = ScriptedUpstream.start().always(vector(3));
        RunningGateway gateway =
            RunningGateway.over(
                    primary.baseUrl(),
                    otherModel.baseUrl(),
                    otherDimension.baseUrl(),
                    same.baseUrl())
                .models("bge-m3", "e5-large", "bge-m3", "bge-m3")
                .traits(wide, wide, dimension(256), wide)
                .start()) {
      // When
      HttpResponse<String> answer = gateway.post("/v1/embeddings", body);

      // Then
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("x-polder-deployment")).contains("candidate-4");
      assertThat(otherModel.received()).isEmpty();
      assertThat(otherDimension.received()).isEmpty();
    }
  }

  private static Traits dimension(int dimension) {
    return new Traits(
        "", 1, OptionalInt.empty(), OptionalInt.of(dimension), true, Traits.Failback.AUTOMATIC);
  }

  private static Script vector(float number) {
    return OpenAiAnswers.embeddings(List.of(new float[] {number}));
  }

  @Test
  void row7cTrafficReturnsToARecoveringPrimaryInAGrowingShare() throws Exception {
    HealthPolicy slowRamp =
        new HealthPolicy(
            5, 0.5, Duration.ofSeconds(5), Duration.ofSeconds(5), 1, Duration.ofHours(1));
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(OpenAiAnswers.chat("primary"));
        ScriptedUpstream fallback =
            ScriptedUpstream.start().always(OpenAiAnswers.chat("fallback"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl()).health(slowRamp).start()) {
      // Given
      gateway.health().restore(gateway.deployment(0));

      // When
      for (int i = 0; i < 300; i++) {
        gateway.chat(WHOLE);
      }

      // Then: about a tenth, and nobody fails
      assertThat(primary.received().size()).isBetween(12, 55);
      assertThat(primary.received().size() + fallback.received().size()).isEqualTo(300);
    }
  }

  @Test
  void row10AClientThatLeavesTakesTheUpstreamsWorkWithIt() throws Exception {
    Script begun = OpenAiAnswers.streamHead().chunk(contentEvent("first")).stall();
    try (ScriptedUpstream upstream = ScriptedUpstream.start().always(begun);
        RunningGateway gateway =
            RunningGateway.over(upstream.baseUrl())
                .limits(limits(Duration.ofSeconds(30), Duration.ofSeconds(60)))
                .start()) {
      // Given
      RawClient client = new RawClient(gateway.port()).postChat(STREAMED);
      client.readUntil("first");

      // When
      client.close();

      // Then
      upstream.awaitDeparture();
      assertThat(gateway.receipt().outcome()).isEqualTo("abandoned");
    }
  }

  @Test
  void row11ASlowReaderHoldsTheUpstreamBack() throws Exception {
    String event = contentEvent("x".repeat(60_000));
    Script script = OpenAiAnswers.streamHead();
    for (int i = 0; i < 600; i++) {
      script = script.chunk(event);
    }
    CountDownLatch sentAll = new CountDownLatch(1);
    Limits patient =
        new Limits(
            Duration.ofSeconds(9),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(9),
            Duration.ofSeconds(30));
    try (ScriptedUpstream upstream =
            ScriptedUpstream.start().always(script.chunk(DONE).endOfChunks().then(sentAll));
        RunningGateway gateway = RunningGateway.over(upstream.baseUrl()).limits(patient).start();
        RawClient client = new RawClient(gateway.port())) {
      // When: 36 MB are on offer and nobody reads
      client.postChat(STREAMED);
      client.readUntil("xxx");

      // Then
      assertThat(sentAll.await(1, TimeUnit.SECONDS)).isFalse();
    }
  }

  @Test
  void row14ARefusalIsAnAnswerAndNoReasonToAskALaxerModel() throws Exception {
    Script refusal =
        OpenAiAnswers.error(400, "invalid_request_error", "content_filter", "Not this.");
    try (ScriptedUpstream strict = ScriptedUpstream.start().always(refusal);
        ScriptedUpstream lax = ScriptedUpstream.start().always(OpenAiAnswers.chat("sure"));
        RunningGateway gateway = RunningGateway.over(strict.baseUrl(), lax.baseUrl()).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("Not this.");
      assertThat(lax.received()).isEmpty();
    }
  }

  @Test
  void row19WhatIsTooLargeTooDeepOrTooSlowIsRefusedClearly() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.start().always(OpenAiAnswers.chat("fine"));
        RunningGateway gateway =
            RunningGateway.over(upstream.baseUrl()).longestRequest(2_000).start();
        RawClient manyHeaders = new RawClient(gateway.port());
        RawClient slow = new RawClient(gateway.port())) {
      // When
      int tooLarge = gateway.chat(WHOLE + " ".repeat(3_000)).statusCode();
      HttpResponse<String> tooDeep =
          gateway.chat("{\"model\":\"letters\",\"messages\":" + "[".repeat(1_900));
      manyHeaders.send("GET /v1/models HTTP/1.1\r\nx: " + "y".repeat(60_000) + "\r\n\r\n");
      slow.send("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 99\r\n\r\n{");

      // Then
      assertThat(tooLarge).isEqualTo(413);
      assertThat(tooDeep.statusCode()).isEqualTo(400);
      assertThat(tooDeep.body()).contains("nesting deeper than");
      assertThat(manyHeaders.readUntil("\r\n")).contains("431");
      assertThat(slow.readUntil("\r\n")).contains("408");
      assertThat(gateway.chat(WHOLE).statusCode()).isEqualTo(200);
    }
  }
}
