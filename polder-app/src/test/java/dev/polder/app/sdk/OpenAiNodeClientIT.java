package dev.polder.app.sdk;

import static dev.polder.testkit.OpenAiAnswers.DONE;
import static dev.polder.testkit.OpenAiAnswers.contentEvent;
import static dev.polder.testkit.OpenAiAnswers.finishEvent;
import static dev.polder.testkit.OpenAiAnswers.toolArgumentsEvent;
import static dev.polder.testkit.OpenAiAnswers.toolCallEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.Script;
import dev.polder.testkit.ScriptedUpstream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The official client for Node.js, the npm package `openai`, unmodified; `src/test/node` holds the
/// application that uses it. Skipped, with the reason, where Node.js or the package cannot be had.
@Timeout(240)
final class OpenAiNodeClientIT {
  private static final Script WITHDRAWN =
      OpenAiAnswers.error(
          403, "invalid_request_error", "access_withdrawn", "Not permitted in your region.");

  private static NodeProject node;

  private final ScriptedUpstream primary = ScriptedUpstream.start();
  private final ScriptedUpstream fallback = ScriptedUpstream.start();
  private final List<AutoCloseable> open = new ArrayList<>(List.of(primary, fallback));

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void install() throws Exception {
    node = NodeProject.installed();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable closeable : open.reversed()) {
      closeable.close();
    }
  }

  private ConfiguredPolder started(ConfiguredPolder.Draft draft) throws Exception {
    ConfiguredPolder polder = draft.start();
    open.add(polder);
    return polder;
  }

  private String primaryOnly() throws Exception {
    return started(ConfiguredPolder.in(folder, primary)).baseUrl();
  }

  private String withFallback() throws Exception {
    return started(ConfiguredPolder.in(folder, primary).fallback(fallback)).baseUrl();
  }

  @Test
  void answersAChat() throws Exception {
    // Given
    primary.always(OpenAiAnswers.chat("Dear citizen"));

    // When
    JsonNode seen = node.scenario("chat", primaryOnly());

    // Then
    assertThat(seen)
        .hasToString(
            "{\"text\":\"Dear citizen\",\"finish\":\"stop\",\"total\":10,\"served\":\"primary\"}");
    assertThat(primary.received().getFirst().body()).contains("\"model\":\"gpt-frontier\"");
  }

  @Test
  void streamsUsageOnlyWhenAsked() throws Exception {
    // Given
    primary.always(OpenAiAnswers.stream(true, "Dear ", "citizen, ", "grüße €😀"));
    String polder = primaryOnly();

    // When
    JsonNode unasked = node.scenario("stream", polder);
    JsonNode asked = node.scenario("streamWithUsage", polder);

    // Then
    assertThat(unasked.path("text").asText()).isEqualTo("Dear citizen, grüße €😀");
    assertThat(unasked.path("finish").asText()).isEqualTo("stop");
    assertThat(unasked.path("total").isNull()).isTrue();
    assertThat(asked.path("total").asInt()).isEqualTo(10);
  }

  @Test
  void streamsParallelToolCallsAndTakesTheirResultsBack() throws Exception {
    // Given
    primary
        .next(
            OpenAiAnswers.streamHead()
                .chunk(toolCallEvent(0, "call_a", "opening_hours"))
                .chunk(toolCallEvent(1, "call_b", "opening_hours"))
                .chunk(toolArgumentsEvent(0, "{\"desk\":"))
                .chunk(toolArgumentsEvent(1, "{\"de"))
                .chunk(toolArgumentsEvent(0, "\"passports\"}"))
                .chunk(toolArgumentsEvent(1, "sk\":\"permits\"}"))
                .chunk(finishEvent("tool_calls"))
                .chunk(DONE)
                .endOfChunks())
        .next(OpenAiAnswers.chat("Both open at nine."));

    // When
    JsonNode seen = node.scenario("tools", primaryOnly());

    // Then
    assertThat(seen.path("finish").asText()).isEqualTo("tool_calls");
    assertThat(seen.path("text").asText()).isEqualTo("Both open at nine.");
    assertThat(primary.received().getLast().body())
        .contains("\"tool_call_id\":\"call_a\",\"content\":\"open: passports\"")
        .contains("\"tool_call_id\":\"call_b\",\"content\":\"open: permits\"");
  }

  @Test
  void embedsInTheEncodingThatTheClientChooses() throws Exception {
    // Given
    List<float[]> vectors = List.of(new float[] {0.5f, -1.25f}, new float[] {2f, 0.125f});
    primary.always(request ->
        request.body().contains("\"encoding_format\":\"base64\"")
            ? OpenAiAnswers.base64Embeddings(vectors)
            : OpenAiAnswers.embeddings(vectors));

    // When
    JsonNode seen = node.scenario("embeddings", primaryOnly());

    // Then
    assertThat(primary.received().getFirst().body()).contains("\"encoding_format\":\"base64\"");
    assertThat(seen.path("unsaid")).hasToString("[[0.5,-1.25],[2,0.125]]");
    assertThat(seen.path("floats")).isEqualTo(seen.path("unsaid"));
  }

  @Test
  void listsUseCasesAndDeploymentsAsModels() throws Exception {
    // When
    JsonNode seen = node.scenario("models", withFallback());

    // Then
    assertThat(seen.path("listed"))
        .hasToString("[\"letters\",\"search\",\"frontier\",\"embedder\",\"town-hall\"]");
    assertThat(seen.path("retrieved").asText()).isEqualTo("polder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat", "stream"})
  void noticesNothingOfAWithdrawalButAHeader(String scenario) throws Exception {
    // Given
    primary.always(WITHDRAWN);
    fallback.always(
        scenario.equals("chat")
            ? OpenAiAnswers.chat("from home")
            : OpenAiAnswers.stream(true, "from ", "home"));

    // When
    JsonNode seen = node.scenario(scenario, withFallback());

    // Then
    assertThat(seen.path("text").asText()).isEqualTo("from home");
    assertThat(seen.path("finish").asText()).isEqualTo("stop");
    assertThat(seen.path("served").asText()).isEqualTo("fallback");
  }

  @Test
  void readsOverTheCommentsThatKeepItWaiting() throws Exception {
    // Given
    primary.always(Script.begin().stall());
    fallback.always(OpenAiAnswers.stream(true, "from home"));
    ConfiguredPolder polder =
        started(
            ConfiguredPolder.in(folder, primary)
                .fallback(fallback)
                .limits("first-token: 400ms, hold: 50ms"));

    // When
    JsonNode seen = node.scenario("stream", polder.baseUrl());

    // Then
    assertThat(seen.path("text").asText()).isEqualTo("from home");
  }

  static Stream<Arguments> interruptions() {
    return OpenAiJavaClientIT.interruptions();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("interruptions")
  void throwsWhenAnAnswerBreaksOff(String name, Script interrupted) throws Exception {
    // Given
    primary.always(interrupted);

    // When
    JsonNode seen = node.scenario("interrupted", withFallback());

    // Then
    assertThat(seen.path("thrown").asText()).as(name + ": " + seen).isEqualTo("APIError");
    assertThat(seen.path("text").asText()).isEqualTo("half an ");
    assertThat(fallback.received()).isEmpty();
  }

  @Test
  void noticesNothingOfAnInterruptionWhereAnswersAreBuffered() throws Exception {
    // Given
    primary.always(OpenAiAnswers.streamHead().chunk(contentEvent("half an ")).cut());
    fallback.always(OpenAiAnswers.stream(true, "a whole ", "answer"));
    ConfiguredPolder polder =
        started(
            ConfiguredPolder.in(folder, primary)
                .fallback(fallback)
                .letters("interruption: buffer"));

    // When
    JsonNode seen = node.scenario("interrupted", polder.baseUrl());

    // Then
    assertThat(seen).hasToString("{\"text\":\"a whole answer\",\"ended\":\"cleanly\"}");
  }

  @Test
  void throwsTheClassThatFitsTheError() throws Exception {
    // Given
    ConfiguredPolder polder =
        started(ConfiguredPolder.in(folder, primary).key("registry-office", "polder-secret"));
    primary
        .next(OpenAiAnswers.error(400, "invalid_request_error", "invalid_value", "too hot"))
        .next(OpenAiAnswers.error(500, "server_error", "", "oops"))
        .next(
            OpenAiAnswers.error(429, "requests", "rate_limit_exceeded", "slow", "retry-after: 7"));

    // When
    JsonNode stranger = node.scenario("chat", polder.baseUrl(), "polder-wrong");
    JsonNode unknown = node.scenario("unknownUseCase", polder.baseUrl(), "polder-secret");
    JsonNode wrong = node.scenario("chat", polder.baseUrl(), "polder-secret");
    JsonNode broken = node.scenario("chat", polder.baseUrl(), "polder-secret");
    JsonNode busy = node.scenario("chat", polder.baseUrl(), "polder-secret");

    // Then
    assertThat(List.of(stranger, unknown, busy, wrong, broken))
        .extracting(seen -> seen.path("thrown").asText())
        .containsExactly(
            "AuthenticationError",
            "NotFoundError",
            "RateLimitError",
            "BadRequestError",
            "InternalServerError");
    assertThat(unknown.path("param").asText()).isEqualTo("model");
    assertThat(busy.path("retryAfter").asText()).isEqualTo("7");
    assertThat(wrong.path("message").asText()).isEqualTo("400 too hot");
  }

  @Test
  void recoversByItsOwnRetriesWhenTheUpstreamDoes() throws Exception {
    // Given
    primary
        .next(
            OpenAiAnswers.error(
                429, "requests", "rate_limit_exceeded", "slow", "retry-after: 0.05"))
        .always(OpenAiAnswers.chat("back again"));

    // When
    JsonNode seen = node.scenario("retries", primaryOnly());

    // Then
    assertThat(seen.path("text").asText()).isEqualTo("back again");
  }

  @Test
  void abortingTheStreamClosesTheUpstreamsConnection() throws Exception {
    // Given
    primary.always(OpenAiAnswers.streamHead().chunk(contentEvent("first")).stall());

    // When
    JsonNode seen = node.scenario("leaves", primaryOnly());

    // Then
    assertThat(seen.path("aborted").asBoolean()).isTrue();
    primary.awaitDeparture();
  }
}
