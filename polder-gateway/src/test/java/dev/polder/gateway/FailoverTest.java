package dev.polder.gateway;

import static dev.polder.testkit.OpenAiAnswers.DONE;
import static dev.polder.testkit.OpenAiAnswers.contentEvent;
import static dev.polder.testkit.OpenAiAnswers.finishEvent;
import static dev.polder.testkit.OpenAiAnswers.roleEvent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.gateway.continuity.Limits;
import dev.polder.gateway.ledger.Receipt;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.Script;
import dev.polder.testkit.ScriptedUpstream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/// What a client sees when a candidate fails: nothing, as long as nothing of an answer has gone
/// out.
final class FailoverTest {
  private static final String WHOLE = "{\"model\":\"letters\",\"messages\":[]}";
  private static final String STREAMED = "{\"model\":\"letters\",\"stream\":true,\"messages\":[]}";

  /// Every way in which a primary fails before its first content, and what the receipt calls it.
  static final class FailingBeforeContent implements ArgumentsProvider {
    @Override
    public Stream<Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      return Stream.of(
          Arguments.of("broken", OpenAiAnswers.error(500, "server_error", "", "oops")),
          Arguments.of("broken", Script.begin().cut()),
          Arguments.of("broken", Script.begin().close()),
          Arguments.of("broken", Script.begin().send("garbage\r\n\r\n").close()),
          Arguments.of(
              "broken", Script.begin().reply(200, "text/html", "<html>maintenance</html>")),
          Arguments.of("busy", OpenAiAnswers.error(429, "requests", "rate_limit_exceeded", "slow")),
          Arguments.of("unpaid", OpenAiAnswers.error(429, "x", "insufficient_quota", "pay")),
          Arguments.of("withdrawn", OpenAiAnswers.error(403, "x", "", "not in your region")),
          Arguments.of("withdrawn", OpenAiAnswers.error(404, "x", "model_not_found", "retired")),
          Arguments.of(
              "unfit", OpenAiAnswers.error(400, "x", "context_length_exceeded", "too long")),
          Arguments.of("too-slow", Script.begin().stall()));
    }
  }

  @ParameterizedTest(name = "{0} {index}")
  @ArgumentsSource(FailingBeforeContent.class)
  void failsOverSilentlyWithoutStream(String result, Script failing) throws Exception {
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(failing);
        ScriptedUpstream fallback = ScriptedUpstream.start().always(OpenAiAnswers.chat("saved"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl()).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(OpenAiAnswers.chatBody("saved"));
      assertThat(answer.headers().firstValue("x-polder-served")).contains("fallback");
      assertThat(answer.headers().firstValue("x-polder-attempts")).contains("2");
      Receipt receipt = gateway.receipt();
      assertThat(receipt.outcome()).isEqualTo("served-by-fallback");
      assertThat(receipt.attempts())
          .extracting(Receipt.Line::result)
          .containsExactly(result, "answered");
    }
  }

  @ParameterizedTest(name = "{0} {index}")
  @ArgumentsSource(FailingBeforeContent.class)
  void failsOverSilentlyBeforeTheFirstContent(String result, Script failing) throws Exception {
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(failing);
        ScriptedUpstream fallback =
            ScriptedUpstream.start().always(OpenAiAnswers.stream(true, "sa", "ved"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl()).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(STREAMED);

      // Then
      assertThat(answer.body())
          .isEqualTo(
              roleEvent() + contentEvent("sa") + contentEvent("ved") + finishEvent("stop") + DONE);
      assertThat(answer.headers().firstValue("x-polder-served")).contains("fallback");
      assertThat(gateway.receipt().attempts())
          .extracting(Receipt.Line::result)
          .containsExactly(result, "answered");
    }
  }

  /// Row 2 of the field's faults: the error hides behind a 200.
  static final class FailingInsideAStream implements ArgumentsProvider {
    @Override
    public Stream<Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      String error = "data: " + OpenAiAnswers.errorBody("server_error", "", "overloaded") + "\n\n";
      return Stream.of(
          Arguments.of(
              "error as first event",
              Script.begin()
                  .chunkedHead(200, OpenAiAnswers.EVENT_STREAM)
                  .chunk(error)
                  .endOfChunks()),
          Arguments.of("error behind the role", OpenAiAnswers.streamHead().chunk(error)),
          Arguments.of("cut behind the role", OpenAiAnswers.streamHead().cut()),
          Arguments.of("end behind the role", OpenAiAnswers.streamHead().endOfChunks()),
          Arguments.of("silence behind the role", OpenAiAnswers.streamHead().stall()),
          Arguments.of("done behind the role", OpenAiAnswers.streamHead().chunk(DONE)),
          Arguments.of("no JSON", OpenAiAnswers.streamHead().chunk("data: {oops\n\n")));
    }
  }

  @ParameterizedTest(name = "{0}")
  @ArgumentsSource(FailingInsideAStream.class)
  void failsOverWhenAStreamFailsBeforeItsFirstContent(String name, Script failing)
      throws Exception {
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(failing);
        ScriptedUpstream fallback =
            ScriptedUpstream.start().always(OpenAiAnswers.stream(true, "saved"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl()).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(STREAMED);

      // Then
      assertThat(answer.body())
          .as(name)
          .isEqualTo(roleEvent() + contentEvent("saved") + finishEvent("stop") + DONE);
    }
  }

  /// Row 1: a cut in mid-stream.
  static final class FailingAfterContent implements ArgumentsProvider {
    @Override
    public Stream<Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      Script begun = OpenAiAnswers.streamHead().chunk(contentEvent("half an "));
      return Stream.of(
          Arguments.of("cut", begun.cut()),
          Arguments.of("clean end without finish", begun.endOfChunks()),
          Arguments.of(
              "one of two choices without its finish",
              begun
                  .chunk(contentEvent("other half").replace("\"index\":0", "\"index\":1"))
                  .chunk(finishEvent("length"))
                  .endOfChunks()),
          Arguments.of("silence", begun.stall()),
          Arguments.of("half an event", begun.chunk("data: {\"cho").endOfChunks()),
          Arguments.of(
              "error event",
              begun.chunk(
                  "data: " + OpenAiAnswers.errorBody("server_error", "", "died") + "\n\n")));
    }
  }

  @ParameterizedTest(name = "{0}")
  @ArgumentsSource(FailingAfterContent.class)
  void neverEndsABrokenAnswerCleanly(String name, Script failing) throws Exception {
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(failing);
        ScriptedUpstream fallback =
            ScriptedUpstream.start().always(OpenAiAnswers.stream(true, "other text"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl()).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(STREAMED);

      // Then
      assertThat(answer.body())
          .as(name)
          .startsWith(roleEvent() + contentEvent("half an "))
          .contains("data: {\"error\":{\"message\":")
          .doesNotContain("[DONE]")
          .doesNotContain("\"finish_reason\":\"stop\"")
          .doesNotContain("other text");
      assertThat(fallback.received()).isEmpty();
      assertThat(gateway.receipt().outcome()).isEqualTo("failed");
    }
  }

  @ParameterizedTest(name = "{0}")
  @ArgumentsSource(FailingAfterContent.class)
  void beginsAgainUnseenWhenBuffering(String name, Script failing) throws Exception {
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(failing);
        ScriptedUpstream fallback =
            ScriptedUpstream.start().always(OpenAiAnswers.stream(true, "whole"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl()).buffering().start()) {
      // When
      HttpResponse<String> answer = gateway.chat(STREAMED);

      // Then
      assertThat(answer.body())
          .as(name)
          .isEqualTo(roleEvent() + contentEvent("whole") + finishEvent("stop") + DONE);
      assertThat(answer.headers().firstValue("x-polder-served")).contains("fallback");
    }
  }

  @Test
  void letsAnAnswerGoThatOutgrowsTheBuffer() throws Exception {
    // Given
    String big = "x".repeat(3000);
    Script failing = OpenAiAnswers.streamHead().chunk(contentEvent(big)).cut();
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(failing);
        ScriptedUpstream fallback =
            ScriptedUpstream.start().always(OpenAiAnswers.stream(true, "other"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl())
                .buffering()
                .bufferBound(2000)
                .start()) {
      // When
      HttpResponse<String> answer = gateway.chat(STREAMED);

      // Then
      assertThat(answer.body()).contains(big).contains("\"error\"").doesNotContain("other");
    }
  }

  @Test
  void anEmptyAnswerWithAFinishReasonIsAnAnswer() throws Exception {
    Script empty = OpenAiAnswers.streamHead().chunk(finishEvent("stop")).chunk(DONE).endOfChunks();
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(empty);
        ScriptedUpstream fallback = ScriptedUpstream.start();
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl()).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(STREAMED);

      // Then
      assertThat(answer.body()).isEqualTo(roleEvent() + finishEvent("stop") + DONE);
      assertThat(fallback.received()).isEmpty();
    }
  }

  @Test
  void aRefusalIsAnAnswer() throws Exception {
    Script refusal =
        OpenAiAnswers.error(400, "invalid_request_error", "content_filter", "filtered");
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(refusal);
        ScriptedUpstream fallback = ScriptedUpstream.start().always(OpenAiAnswers.chat("lax"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl()).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("filtered");
      assertThat(fallback.received()).isEmpty();
    }
  }

  @Test
  void theCallersOwnFaultIsReturnedAsItIs() throws Exception {
    Script fault =
        OpenAiAnswers.error(422, "invalid_request_error", "bad_tools", "tools[0] is odd");
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(fault);
        ScriptedUpstream fallback = ScriptedUpstream.start().always(OpenAiAnswers.chat("no"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl()).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(STREAMED);

      // Then
      assertThat(answer.statusCode()).isEqualTo(422);
      assertThat(answer.body())
          .isEqualTo(
              OpenAiAnswers.errorBody("invalid_request_error", "bad_tools", "tools[0] is odd"));
      assertThat(fallback.received()).isEmpty();
    }
  }

  @Test
  void keepsTheLastUpstreamsWordsWhenEveryCandidateFailed() throws Exception {
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(Script.begin().cut());
        ScriptedUpstream fallback =
            ScriptedUpstream.start()
                .always(
                    OpenAiAnswers.error(
                        429, "tokens", "rate_limit_exceeded", "Slow down.", "retry-after: 7"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl()).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(STREAMED);

      // Then
      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.headers().firstValue("retry-after")).contains("7");
      assertThat(answer.headers().firstValue("x-polder-attempts")).contains("2");
      assertThat(answer.body())
          .contains("\"code\":\"rate_limit_exceeded\"")
          .contains("Slow down.")
          .contains("candidate-1: ")
          .contains("candidate-2: 429");
    }
  }

  @Test
  void tellsOfAnUnreachableLadderWithRetryAfter() throws Exception {
    // Given
    ScriptedUpstream gone = ScriptedUpstream.start();
    gone.close();
    try (RunningGateway gateway = RunningGateway.over(gone.baseUrl()).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("retry-after")).isPresent();
      assertThat(answer.body()).contains("no_candidate_left").contains("connection refused");
    }
  }

  @Test
  void endsTheCallAtItsDeadline() throws Exception {
    // Given
    Limits limits =
        new Limits(
            Duration.ofSeconds(1),
            Duration.ofSeconds(9),
            Duration.ofSeconds(9),
            Duration.ofSeconds(9),
            Duration.ofMillis(300),
            Duration.ofSeconds(9),
            Duration.ofSeconds(9));
    try (ScriptedUpstream slow = ScriptedUpstream.start().always(Script.begin().stall());
        RunningGateway gateway = RunningGateway.over(slow.baseUrl()).limits(limits).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.statusCode()).isEqualTo(504);
      assertThat(answer.body()).contains("deadline_exceeded");
      slow.awaitDeparture();
    }
  }

  @Test
  void keepsAWaitingClientAliveWithComments() throws Exception {
    // Given
    Limits limits =
        new Limits(
            Duration.ofSeconds(1),
            Duration.ofMillis(700),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(9),
            Duration.ofMillis(200));
    try (ScriptedUpstream slow = ScriptedUpstream.start().always(Script.begin().stall());
        ScriptedUpstream fallback =
            ScriptedUpstream.start().always(OpenAiAnswers.stream(true, "late"));
        RunningGateway gateway =
            RunningGateway.over(slow.baseUrl(), fallback.baseUrl()).limits(limits).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(STREAMED);

      // Then
      assertThat(answer.body())
          .startsWith(": polder is waiting for a model\n\n")
          .endsWith(roleEvent() + contentEvent("late") + finishEvent("stop") + DONE);
    }
  }

  @Test
  void recordsEveryAttemptUnderItsDeployment() throws Exception {
    try (ScriptedUpstream primary =
            ScriptedUpstream.start().always(OpenAiAnswers.error(403, "x", "policy", "words"));
        ScriptedUpstream fallback = ScriptedUpstream.start().always(OpenAiAnswers.chat("hi"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl()).start()) {
      // When
      gateway.chat(WHOLE);

      // Then
      List<Receipt.Line> attempts = gateway.receipt().attempts();
      assertThat(attempts)
          .extracting(Receipt.Line::deployment)
          .containsExactly("candidate-1", "candidate-2");
      assertThat(attempts.getFirst().usage()).isEmpty();
      assertThat(attempts.getFirst().reason()).isEqualTo("403 policy");
      assertThat(attempts.getLast().usage()).isPresent();
    }
  }
}
