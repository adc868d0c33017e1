package dev.polder.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.gateway.continuity.Limits;
import dev.polder.gateway.ledger.Receipt;
import dev.polder.gateway.restriction.Restriction;
import dev.polder.gateway.restriction.Selector;
import dev.polder.gateway.route.DataClass;
import dev.polder.http.Bytes;
import dev.polder.model.Deployment;
import dev.polder.model.Jurisdiction;
import dev.polder.model.Operation;
import dev.polder.model.Preset;
import dev.polder.model.bundle.AnswerSchema;
import dev.polder.model.bundle.BadBundleException;
import dev.polder.model.bundle.Bundle;
import dev.polder.model.bundle.Fitness;
import dev.polder.model.bundle.Parameters;
import dev.polder.model.bundle.PromptTemplate;
import dev.polder.model.bundle.Rendering;
import dev.polder.model.openai.AnswerText;
import dev.polder.model.openai.BadRequestException;
import dev.polder.model.openai.ModelRequest;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.ReceivedRequest;
import dev.polder.testkit.Script;
import dev.polder.testkit.ScriptedUpstream;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a use case says besides its calls, over real sockets: each candidate is sent what
/// [Rendering] makes, and nothing reaches a client that does not fit the schema.
final class BundleTest {
  private static final String ASKED = "{\"role\":\"user\",\"content\":\"{{schema}} ${x} \\\"]\"}";
  private static final String WHOLE =
      "{\"model\":\"letters\",\"messages\":[" + ASKED + "],\"unknown\":[1e2]}";
  private static final String STREAMED =
      "{\"stream\":true,\"messages\":[" + ASKED + "],\"model\":\"letters\"}";

  private static final String FIT = "{\\\"city\\\":\\\"Utrecht\\\"}";
  private static final String UNFIT = "{\\\"city\\\":\\\"Utrecht\\\",\\\"mayor\\\":\\\"Jansen\\\"}";

  private static final Bundle PRIMARY =
      bundle("--- system\nBe brief. {{schema}}\n--- messages\n--- user\nNow.", "0.2", true);
  private static final Bundle FALLBACK =
      bundle("--- messages\n--- user\nSlowly: {{schema}}", "0", true);
  private static final Bundle UNCHECKED = bundle("--- system\nA\n--- messages", "1", false);

  private static Bundle bundle(String prompt, String temperature, boolean checked) {
    try {
      return new Bundle(
          Optional.of(PromptTemplate.parse(prompt)),
          Parameters.of(Map.of("temperature", temperature)),
          OptionalInt.of(200),
          checked
              ? Optional.of(
                  AnswerSchema.parse(
                      "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},"
                          + "\"required\":[\"city\"],\"additionalProperties\":false}"))
              : Optional.empty());
    } catch (BadBundleException bad) {
      throw new AssertionError(bad);
    }
  }

  /// What an evaluation would send of the same request: the same function, without a gateway.
  private static ModelRequest rendered(String body, Bundle bundle, Deployment deployment)
      throws BadRequestException {
    return Rendering.of(ModelRequest.read(Operation.CHAT, Bytes.utf8(body)), List.of(bundle))
        .toward(deployment, bundle);
  }

  private static String bytes(ModelRequest request) {
    return request.forUpstream("served-model", true).utf8();
  }

  private static List<String> bodies(ScriptedUpstream upstream) {
    return upstream.received().stream().map(ReceivedRequest::body).toList();
  }

  private static HttpRequest request(RunningGateway gateway, String body) {
    return HttpRequest.newBuilder(gateway.at("/v1/chat/completions"))
        .timeout(Duration.ofSeconds(20))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  // ---- what is sent

  @ParameterizedTest
  @ValueSource(strings = {WHOLE, STREAMED})
  void everyCandidateIsSentWhatAnEvaluationWouldSendIt(String body) throws Exception {
    // Given
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(Script.begin().cut());
        ScriptedUpstream fallback =
            ScriptedUpstream.start()
                .always(
                    body.equals(WHOLE)
                        ? OpenAiAnswers.chat(FIT)
                        : OpenAiAnswers.stream(true, "{\\\"ci", "ty\\\":\\\"Utrecht\\\"}"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl())
                .bundles(PRIMARY, FALLBACK)
                .start()) {
      // When
      HttpResponse<String> answer = gateway.chat(body);

      // Then
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("x-polder-served")).contains("fallback");
      assertThat(bodies(primary))
          .containsExactly(bytes(rendered(body, PRIMARY, gateway.deployment(0))));
      assertThat(bodies(fallback))
          .containsExactly(bytes(rendered(body, FALLBACK, gateway.deployment(1))))
          .allSatisfy(sent -> assertThat(sent).contains(ASKED + ",{\"role\":\"user\""));
    }
  }

  @Test
  void aCandidateThatIsToldNothingIsSentWhatItWasBefore() throws Exception {
    // Given
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(Script.begin().cut());
        ScriptedUpstream fallback = ScriptedUpstream.start().always(OpenAiAnswers.chat("Hi"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl())
                .bundles(UNCHECKED, Bundle.NONE)
                .start()) {
      // When
      gateway.chat(WHOLE);

      // Then
      assertThat(bodies(fallback))
          .containsExactly(WHOLE.replace("\"letters\"", "\"served-model\""));
    }
  }

  @Test
  void aDeploymentThatIsAskedByItsOwnNameIsToldNothing() throws Exception {
    try (ScriptedUpstream only = ScriptedUpstream.start().always(OpenAiAnswers.chat(UNFIT));
        RunningGateway gateway = RunningGateway.over(only.baseUrl()).bundles(PRIMARY).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(WHOLE.replace("letters", "candidate-1"));

      // Then
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(bodies(only)).containsExactly(WHOLE.replace("\"letters\"", "\"served-model\""));
    }
  }

  @Test
  void aLargeRequestIsRenderedToo() throws Exception {
    // Given: more than an event loop should look at
    String body = WHOLE.replace("\"unknown\":[", "\"unknown\":[\"" + "x".repeat(300_000) + "\",");
    try (ScriptedUpstream only = ScriptedUpstream.start().always(OpenAiAnswers.chat(FIT));
        RunningGateway gateway = RunningGateway.over(only.baseUrl()).bundles(PRIMARY).start()) {
      // When
      assertThat(gateway.chat(body).statusCode()).isEqualTo(200);

      // Then
      assertThat(bodies(only))
          .containsExactly(bytes(rendered(body, PRIMARY, gateway.deployment(0))));
    }
  }

  @Test
  void messagesThatCannotBeSurroundedAreRefusedBeforeAnybodyIsAsked() throws Exception {
    try (ScriptedUpstream only = ScriptedUpstream.start().always(OpenAiAnswers.chat(FIT));
        RunningGateway gateway = RunningGateway.over(only.baseUrl()).bundles(PRIMARY).start()) {
      // When
      HttpResponse<String> answer = gateway.chat("{\"model\":\"letters\",\"messages\":\"Hi\"}");

      // Then
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("'messages' must be a list.");
      assertThat(only.received()).isEmpty();
    }
  }

  // ---- answers that fit

  @Test
  void aStreamThatFitsComesAsTheStreamThatItWas() throws Exception {
    // Given
    try (ScriptedUpstream only =
            ScriptedUpstream.start()
                .always(OpenAiAnswers.stream(true, "{\\\"ci", "ty\\\":\\\"Utrecht\\\"}"));
        RunningGateway gateway = RunningGateway.over(only.baseUrl()).bundles(PRIMARY).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(STREAMED);

      // Then
      assertThat(answer.headers().firstValue("content-type"))
          .contains("text/event-stream; charset=utf-8");
      assertThat(answer.body())
          .isEqualTo(
              OpenAiAnswers.roleEvent()
                  + OpenAiAnswers.contentEvent("{\\\"ci")
                  + OpenAiAnswers.contentEvent("ty\\\":\\\"Utrecht\\\"}")
                  + OpenAiAnswers.finishEvent("stop")
                  + OpenAiAnswers.DONE);
    }
  }

  @Test
  void nothingOfAStreamGoesOutBeforeItWasJudged() throws Exception {
    // Given: a stream that waits in its middle
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (ScriptedUpstream only =
            ScriptedUpstream.start()
                .next(
                    OpenAiAnswers.streamHead()
                        .chunk(OpenAiAnswers.contentEvent("Sure! "))
                        .then(begun)
                        .await(goOn)
                        .chunk(OpenAiAnswers.finishEvent("stop"))
                        .chunk(OpenAiAnswers.DONE)
                        .endOfChunks())
                .always(OpenAiAnswers.stream(false, FIT));
        RunningGateway gateway = RunningGateway.over(only.baseUrl()).bundles(PRIMARY).start()) {
      CompletableFuture<HttpResponse<String>> answer =
          gateway
              .http()
              .sendAsync(request(gateway, STREAMED), HttpResponse.BodyHandlers.ofString());

      // When
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      goOn.countDown();

      // Then
      assertThat(answer.get(10, TimeUnit.SECONDS).body())
          .contains("Utrecht")
          .doesNotContain("Sure");
    }
  }

  @Test
  void aCallOfAToolIsAnAnswerThatNoSchemaSpeaksOf() throws Exception {
    try (ScriptedUpstream only =
            ScriptedUpstream.start()
                .always(
                    OpenAiAnswers.streamHead()
                        .chunk(OpenAiAnswers.toolCallEvent(0, "call-1", "look_up"))
                        .chunk(OpenAiAnswers.toolArgumentsEvent(0, "{}"))
                        .chunk(OpenAiAnswers.finishEvent("tool_calls"))
                        .chunk(OpenAiAnswers.DONE)
                        .endOfChunks());
        RunningGateway gateway = RunningGateway.over(only.baseUrl()).bundles(PRIMARY).start()) {
      assertThat(gateway.chat(STREAMED).body()).contains("look_up").endsWith(OpenAiAnswers.DONE);
      assertThat(only.received()).hasSize(1);
    }
  }

  @Test
  void withoutASchemaAnAnswerIsPassedOnWhateverItIs() throws Exception {
    try (ScriptedUpstream only = ScriptedUpstream.start().always(OpenAiAnswers.chat("Hi"));
        RunningGateway gateway = RunningGateway.over(only.baseUrl()).bundles(UNCHECKED).start()) {
      assertThat(gateway.chat(WHOLE).body()).isEqualTo(OpenAiAnswers.chatBody("Hi"));
    }
  }

  // ---- answers that do not fit

  @Test
  void whoAnswersUnfitIsAskedOnceMoreAndToldWhatIsWrong() throws Exception {
    // Given
    try (ScriptedUpstream only =
            ScriptedUpstream.start()
                .next(OpenAiAnswers.chat(UNFIT))
                .always(OpenAiAnswers.chat(FIT));
        RunningGateway gateway = RunningGateway.over(only.baseUrl()).bundles(PRIMARY).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.body()).isEqualTo(OpenAiAnswers.chatBody(FIT));
      assertThat(answer.headers().firstValue("x-polder-attempts")).contains("2");
      assertThat(answer.headers().firstValue("x-polder-served")).contains("primary");
      assertThat(bodies(only))
          .containsExactly(
              bytes(rendered(WHOLE, PRIMARY, gateway.deployment(0))),
              bytes(again(gateway.deployment(0), OpenAiAnswers.chatBody(UNFIT))));
      Receipt receipt = gateway.receipt();
      assertThat(receipt.outcome()).isEqualTo("served-by-primary");
      assertThat(receipt.attempts())
          .extracting(Receipt.Line::result)
          .containsExactly("answered-invalid", "answered");
      assertThat(receipt.attempts()).extracting(Receipt.Line::status).containsExactly(200, 200);
      assertThat(receipt.attempts().getFirst().usage()).isPresent();
      assertThat(receipt.toString()).doesNotContain("Jansen").doesNotContain("mayor");
    }
  }

  private static ModelRequest again(Deployment deployment, String answerBody) throws Exception {
    Rendering rendering =
        Rendering.of(ModelRequest.read(Operation.CHAT, Bytes.utf8(WHOLE)), List.of(PRIMARY));
    Fitness fitness =
        PRIMARY.schema().orElseThrow().judge(AnswerText.ofWhole(Bytes.utf8(answerBody)));
    return rendering.again(deployment, PRIMARY, (Fitness.Unfit) fitness);
  }

  @ParameterizedTest
  @ValueSource(strings = {WHOLE, STREAMED})
  void whoAnswersUnfitTwiceIsNotAskedAThirdTimeAndTheNextCandidateIs(String body) throws Exception {
    // Given
    boolean stream = body.equals(STREAMED);
    try (ScriptedUpstream primary =
            ScriptedUpstream.start()
                .always(
                    stream
                        ? OpenAiAnswers.stream(false, "No", " JSON")
                        : OpenAiAnswers.chat("No"));
        ScriptedUpstream fallback =
            ScriptedUpstream.start()
                .next(stream ? OpenAiAnswers.stream(false, "Hm") : OpenAiAnswers.chat("Hm"))
                .always(stream ? OpenAiAnswers.stream(false, FIT) : OpenAiAnswers.chat(FIT));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl())
                .bundles(PRIMARY, FALLBACK)
                .retries(3)
                .start()) {
      // When
      HttpResponse<String> answer = gateway.chat(body);

      // Then
      assertThat(answer.body()).contains("Utrecht").doesNotContain("No");
      assertThat(answer.headers().firstValue("x-polder-attempts")).contains("4");
      assertThat(primary.received()).hasSize(2);
      assertThat(fallback.received()).hasSize(2);
      assertThat(bodies(fallback)).noneMatch(sent -> sent.contains("No"));
      assertThat(gateway.receipt().attempts())
          .extracting(Receipt.Line::result)
          .containsExactly("answered-invalid", "answered-invalid", "answered-invalid", "answered");
    }
  }

  @Test
  void whereNobodysAnswerFitsTheClientIsToldSo() throws Exception {
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(OpenAiAnswers.chat(UNFIT));
        ScriptedUpstream fallback = ScriptedUpstream.start().always(OpenAiAnswers.chat("Hm"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl())
                .bundles(PRIMARY, FALLBACK)
                .start()) {
      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.statusCode()).isEqualTo(502);
      assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
      assertThat(answer.headers().firstValue("x-polder-attempts")).contains("4");
      assertThat(answer.body())
          .contains("\"code\":\"invalid_answer\"")
          .contains("No answer fits the JSON schema of the use case")
          .contains("candidate-1: its answer does not fit the schema")
          .contains("candidate-2: its answer is no JSON")
          .doesNotContain("Jansen")
          .doesNotContain("Hm");
      assertThat(gateway.receipt().outcome()).isEqualTo("failed");
    }
  }

  @Test
  void aStreamThatHadToBeBegunIsToldSoWithinIt() throws Exception {
    // Given: a client that is kept waiting by comments
    Limits usual = RunningGateway.SHORT;
    Limits impatient =
        new Limits(
            usual.connect(),
            usual.firstToken(),
            usual.betweenTokens(),
            usual.answer(),
            usual.call(),
            usual.patience(),
            Duration.ofMillis(20));
    try (ScriptedUpstream only =
            ScriptedUpstream.start().always(OpenAiAnswers.stream(false, "Sure!"));
        RunningGateway gateway =
            RunningGateway.over(only.baseUrl()).bundles(PRIMARY).limits(impatient).start()) {
      CountDownLatch waited = new CountDownLatch(1);
      only.next(
          OpenAiAnswers.streamHead()
              .await(waited)
              .chunk(OpenAiAnswers.contentEvent("Sure!"))
              .chunk(OpenAiAnswers.finishEvent("stop"))
              .chunk(OpenAiAnswers.DONE)
              .endOfChunks());

      // When
      HttpResponse<InputStream> answer =
          gateway
              .http()
              .send(request(gateway, STREAMED), HttpResponse.BodyHandlers.ofInputStream());
      String comment = new String(answer.body().readNBytes(30), UTF_8);
      waited.countDown();
      String rest = new String(answer.body().readAllBytes(), UTF_8);

      // Then
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(comment).startsWith(": polder is waiting");
      assertThat(rest)
          .doesNotContain("Sure!")
          .doesNotContain("[DONE]")
          .contains("data: {\"error\":")
          .contains("\"code\":\"invalid_answer\"");
    }
  }

  @Test
  void whereSomebodyMayRecoverTryingAgainIsWorthIt() throws Exception {
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(Script.begin().cut());
        ScriptedUpstream fallback = ScriptedUpstream.start().always(OpenAiAnswers.chat("Hm"));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl())
                .bundles(PRIMARY, FALLBACK)
                .start()) {
      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("retry-after")).isPresent();
      assertThat(answer.body()).contains("invalid_answer");
    }
  }

  @Test
  void aStreamTooLongToBeHeldIsNotPassedOnUnjudged() throws Exception {
    try (ScriptedUpstream primary =
            ScriptedUpstream.start().always(OpenAiAnswers.stream(false, "x".repeat(5_000)));
        ScriptedUpstream fallback =
            ScriptedUpstream.start().always(OpenAiAnswers.stream(false, FIT));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl())
                .bundles(PRIMARY, FALLBACK)
                .bufferBound(4_000)
                .start()) {
      // When
      HttpResponse<String> answer = gateway.chat(STREAMED);

      // Then
      assertThat(answer.body()).contains("Utrecht").doesNotContain("xxx");
      assertThat(primary.received()).hasSize(1);
      assertThat(gateway.receipt().attempts())
          .extracting(Receipt.Line::result)
          .containsExactly("answered-invalid", "answered");
    }
  }

  @Test
  void noAnswerGoesWhereTheDataClassForbidsAlsoNotToBeMended() throws Exception {
    // Given: the primary may not have the data, and the last may
    try (ScriptedUpstream forbidden = ScriptedUpstream.start().always(OpenAiAnswers.chat(FIT));
        ScriptedUpstream allowed = ScriptedUpstream.start().always(OpenAiAnswers.chat("Hm"));
        RunningGateway gateway =
            RunningGateway.over(allowed.baseUrl(), forbidden.baseUrl())
                .bundles(PRIMARY, FALLBACK)
                .jurisdictions(
                    new Jurisdiction("NL", "NL", "FR"), new Jurisdiction("US", "US", "US"))
                .dataClass(new DataClass("personal", Set.of("NL"), Set.of("NL")))
                .start()) {
      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.statusCode()).isEqualTo(502);
      assertThat(allowed.received()).hasSize(2);
      assertThat(forbidden.received()).isEmpty();
    }
  }

  @Test
  void whoMayNotBeAskedAgainNowIsNotAskedToMendItsAnswer() throws Exception {
    // Given: one call an hour
    try (ScriptedUpstream primary = ScriptedUpstream.start().always(OpenAiAnswers.chat("No"));
        ScriptedUpstream fallback = ScriptedUpstream.start().always(OpenAiAnswers.chat(FIT));
        RunningGateway gateway =
            RunningGateway.over(primary.baseUrl(), fallback.baseUrl())
                .bundles(PRIMARY, FALLBACK)
                .start()) {
      gateway
          .restrictions()
          .declare(
              new Restriction(
                  "r-1",
                  Selector.parse("deployment:candidate-1"),
                  Restriction.Effect.Capped.parse("1/h"),
                  Restriction.Origin.DECLARED,
                  "a test says so",
                  "test",
                  Instant.now(),
                  Optional.empty()));

      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.body()).contains("Utrecht");
      assertThat(primary.received()).hasSize(1);
      assertThat(fallback.received()).hasSize(1);
    }
  }

  @Test
  void aDeploymentThatTakesNoSchemaIsToldInItsPrompt() throws Exception {
    try (ScriptedUpstream only = ScriptedUpstream.start().always(OpenAiAnswers.chat(FIT));
        RunningGateway gateway =
            RunningGateway.over(only.baseUrl()).preset(Preset.CUSTOM).bundles(PRIMARY).start()) {
      // When
      gateway.chat(WHOLE);

      // Then
      assertThat(bodies(only))
          .singleElement()
          .asString()
          .doesNotContain("response_format")
          .contains("Be brief. {\\\"type\\\":\\\"object\\\"");
    }
  }

  @Test
  void theCallsLimitHoldsForMendingToo() throws Exception {
    // Given: the second answer never comes
    try (ScriptedUpstream only =
            ScriptedUpstream.start().next(OpenAiAnswers.chat("No")).always(Script.begin().stall());
        RunningGateway gateway = RunningGateway.over(only.baseUrl()).bundles(PRIMARY).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.statusCode()).isGreaterThanOrEqualTo(500);
      assertThat(gateway.receipt().attempts())
          .extracting(Receipt.Line::result)
          .containsExactly("answered-invalid", "too-slow");
    }
  }
}
