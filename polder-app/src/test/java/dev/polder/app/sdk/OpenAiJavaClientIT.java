package dev.polder.app.sdk;

import static dev.polder.testkit.OpenAiAnswers.DONE;
import static dev.polder.testkit.OpenAiAnswers.contentEvent;
import static dev.polder.testkit.OpenAiAnswers.finishEvent;
import static dev.polder.testkit.OpenAiAnswers.toolArgumentsEvent;
import static dev.polder.testkit.OpenAiAnswers.toolCallEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.Sleeper;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.ReceivedRequest;
import dev.polder.testkit.Script;
import dev.polder.testkit.ScriptedUpstream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The official client for Java, unmodified: only its base URL differs from an application that
/// asks the vendor directly.
final class OpenAiJavaClientIT {
  private static final Script WITHDRAWN =
      OpenAiAnswers.error(
          403,
          "invalid_request_error",
          "access_withdrawn",
          "Access to this model is not permitted in your region.");

  private final ScriptedUpstream primary = ScriptedUpstream.start();
  private final ScriptedUpstream fallback = ScriptedUpstream.start();
  private final List<AutoCloseable> open = new ArrayList<>(List.of(primary, fallback));

  @TempDir private Path folder = Path.of("");

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

  private ConfiguredPolder primaryOnly() throws Exception {
    return started(ConfiguredPolder.in(folder, primary));
  }

  private ConfiguredPolder withFallback() throws Exception {
    return started(ConfiguredPolder.in(folder, primary).fallback(fallback));
  }

  /// A client whose own retries are off, so that what Polder does stays visible.
  private OpenAIClient client(String baseUrl) {
    return client(baseUrl, "unused", 0, new RecordingSleeper());
  }

  private OpenAIClient client(String baseUrl, String key, int retries, Sleeper sleeper) {
    OpenAIClient client =
        OpenAIOkHttpClient.builder()
            .baseUrl(baseUrl)
            .apiKey(key)
            .maxRetries(retries)
            .sleeper(sleeper)
            .build();
    open.add(client::close);
    return client;
  }

  private static ChatCompletionCreateParams question() {
    return asking().build();
  }

  private static ChatCompletionCreateParams.Builder asking() {
    return ChatCompletionCreateParams.builder()
        .model("letters")
        .addUserMessage("Write to the citizen.")
        .temperature(0.2)
        .putAdditionalBodyProperty("vendor_field", JsonValue.from(Map.of("kept", true)));
  }

  /// Reads a stream to its end.
  private static ChatCompletion accumulated(StreamResponse<ChatCompletionChunk> response) {
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    response.stream().forEach(accumulator::accumulate);
    return accumulator.chatCompletion();
  }

  private static ChatCompletion streamed(OpenAIClient client, ChatCompletionCreateParams params) {
    try (StreamResponse<ChatCompletionChunk> response =
        client.chat().completions().createStreaming(params)) {
      return accumulated(response);
    }
  }

  private static String text(ChatCompletion completion) {
    return completion.choices().getFirst().message().content().orElse("");
  }

  private static String first(Headers headers, String name) {
    return headers.values(name).stream().findFirst().orElse("");
  }

  /// What the client sends when it asks an upstream without Polder in between.
  private String sentDirectly(ChatCompletionCreateParams params) throws Exception {
    try (ScriptedUpstream direct = ScriptedUpstream.start().always(OpenAiAnswers.chat("direct"))) {
      client(direct.baseUrl().toString()).chat().completions().create(params);
      return direct.received().getFirst().body();
    }
  }

  @Test
  void answersAChatAsTheVendorWould() throws Exception {
    // Given
    primary.always(OpenAiAnswers.chat("Dear citizen"));
    OpenAIClient client = client(primaryOnly().baseUrl());

    // When
    ChatCompletion completion;
    Headers headers;
    try (HttpResponseFor<ChatCompletion> response =
        client.chat().completions().withRawResponse().create(question())) {
      completion = response.parse();
      headers = response.headers();
    }

    // Then
    assertThat(text(completion)).isEqualTo("Dear citizen");
    assertThat(completion.choices().getFirst().finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    assertThat(completion.usage().orElseThrow().totalTokens()).isEqualTo(10);
    assertThat(first(headers, "x-polder-served")).isEqualTo("primary");
    assertThat(primary.received().getFirst().header("authorization"))
        .contains("Bearer acme-secret");
    assertThat(primary.received().getFirst().body())
        .isEqualTo(sentDirectly(question()).replace("\"letters\"", "\"gpt-frontier\""));
  }

  @Test
  void carriesRequestsAndAnswersThatLeaveTheEventLoop() throws Exception {
    // Given
    primary.always(WITHDRAWN);
    fallback.always(OpenAiAnswers.chat("é".repeat(300_000)));
    OpenAIClient client = client(withFallback().baseUrl());

    // When
    ChatCompletion completion =
        client.chat().completions().create(asking().addUserMessage("€".repeat(300_000)).build());

    // Then
    assertThat(text(completion)).isEqualTo("é".repeat(300_000));
    assertThat(fallback.received().getFirst().body()).contains("€".repeat(300_000));
  }

  @Test
  void streamsWithoutUsageThatNobodyAskedFor() throws Exception {
    // Given
    primary.always(OpenAiAnswers.stream(true, "Dear ", "citizen, ", "grüße €😀"));
    OpenAIClient client = client(primaryOnly().baseUrl());

    // When
    ChatCompletion completion = streamed(client, question());

    // Then
    assertThat(text(completion)).isEqualTo("Dear citizen, grüße €😀");
    assertThat(completion.choices().getFirst().finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    assertThat(completion.usage()).isEmpty();
    assertThat(primary.received().getFirst().body()).contains("\"include_usage\":true");
  }

  @Test
  void streamsUsageToAClientThatAskedForIt() throws Exception {
    // Given
    primary.always(OpenAiAnswers.stream(true, "Dear citizen"));
    OpenAIClient client = client(primaryOnly().baseUrl());

    // When
    ChatCompletion completion =
        streamed(
            client,
            asking()
                .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build());

    // Then
    assertThat(completion.usage().orElseThrow().completionTokens()).isEqualTo(3);
  }

  @Test
  void streamsToTheAsynchronousClientToo() throws Exception {
    // Given
    primary.always(OpenAiAnswers.stream(false, "Dear ", "citizen"));
    OpenAIClient client = client(primaryOnly().baseUrl());
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();

    // When
    client
        .async()
        .chat()
        .completions()
        .createStreaming(question())
        .subscribe(accumulator::accumulate)
        .onCompleteFuture()
        .get();

    // Then
    assertThat(text(accumulator.chatCompletion())).isEqualTo("Dear citizen");
  }

  private static ChatCompletionCreateParams.Builder askingWithTools() {
    return asking()
        .addTool(
            ChatCompletionFunctionTool.builder()
                .function(
                    FunctionDefinition.builder()
                        .name("opening_hours")
                        .strict(true)
                        .parameters(
                            FunctionParameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty(
                                    "properties",
                                    JsonValue.from(Map.of("desk", Map.of("type", "string"))))
                                .putAdditionalProperty("required", JsonValue.from(List.of("desk")))
                                .build())
                        .build())
                .build());
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
    OpenAIClient client = client(primaryOnly().baseUrl());

    // When
    ChatCompletion asked = streamed(client, askingWithTools().build());
    ChatCompletionMessage turn = asked.choices().getFirst().message();
    ChatCompletionCreateParams withResults =
        askingWithTools()
            .addMessage(turn)
            .addMessage(toolResult("call_a", "9-17"))
            .addMessage(toolResult("call_b", "9-12"))
            .build();
    ChatCompletion answer = client.chat().completions().create(withResults);

    // Then
    assertThat(asked.choices().getFirst().finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
    assertThat(turn.toolCalls().orElseThrow())
        .extracting(
            call -> call.asFunction().id(),
            call -> call.asFunction().function().name(),
            call -> call.asFunction().function().arguments())
        .containsExactly(
            tuple("call_a", "opening_hours", "{\"desk\":\"passports\"}"),
            tuple("call_b", "opening_hours", "{\"desk\":\"permits\"}"));
    assertThat(text(answer)).isEqualTo("Both open at nine.");
    assertThat(primary.received().getLast().body())
        .isEqualTo(sentDirectly(withResults).replace("\"letters\"", "\"gpt-frontier\""))
        .contains("\"tools\"", "\"tool_call_id\":\"call_b\"");
  }

  private static ChatCompletionToolMessageParam toolResult(String call, String result) {
    return ChatCompletionToolMessageParam.builder().toolCallId(call).content(result).build();
  }

  @Test
  void embedsInTheEncodingThatTheClientChooses() throws Exception {
    // Given
    List<float[]> vectors = List.of(new float[] {0.5f, -1.25f}, new float[] {2f, 0.125f});
    primary.always(request ->
        request.body().contains("\"encoding_format\":\"base64\"")
            ? OpenAiAnswers.base64Embeddings(vectors)
            : OpenAiAnswers.embeddings(vectors));
    OpenAIClient client = client(primaryOnly().baseUrl());
    EmbeddingCreateParams.Builder params =
        EmbeddingCreateParams.builder()
            .model("search")
            .inputOfArrayOfStrings(List.of("permit", "passport"));

    // When
    CreateEmbeddingResponse unsaid = client.embeddings().create(params.build());
    CreateEmbeddingResponse floats =
        client
            .embeddings()
            .create(params.encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT).build());

    // Then
    assertThat(primary.received().getFirst().body())
        .contains("\"model\":\"embed-small\"", "\"encoding_format\":\"base64\"");
    for (CreateEmbeddingResponse response : List.of(unsaid, floats)) {
      assertThat(response.data().get(0).embedding()).containsExactly(0.5f, -1.25f);
      assertThat(response.data().get(1).embedding()).containsExactly(2f, 0.125f);
      assertThat(response.usage().totalTokens()).isEqualTo(5);
    }
  }

  @Test
  void listsUseCasesAndDeploymentsAsModels() throws Exception {
    // Given
    OpenAIClient client = client(withFallback().baseUrl());

    // When
    List<Model> models = client.models().list().items();
    Model letters = client.models().retrieve("letters");

    // Then
    assertThat(models)
        .extracting(Model::id)
        .containsExactly("letters", "search", "frontier", "embedder", "town-hall");
    assertThat(letters.validate().ownedBy()).isEqualTo("polder");
    assertThatThrownBy(() -> client.models().retrieve("poems"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("Nearest names");
  }

  @Test
  void noticesNothingOfAWithdrawalButHeaders() throws Exception {
    // Given
    primary.always(WITHDRAWN);
    fallback.always(OpenAiAnswers.chat("from home"));
    OpenAIClient client = client(withFallback().baseUrl());
    OpenAIClient atHome = client(fallback.baseUrl().toString());

    // When
    try (HttpResponseFor<ChatCompletion> response =
            client.chat().completions().withRawResponse().create(question());
        HttpResponseFor<ChatCompletion> direct =
            atHome.chat().completions().withRawResponse().create(question())) {

      // Then
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.parse()).isEqualTo(direct.parse());
      assertThat(first(response.headers(), "x-polder-served")).isEqualTo("fallback");
      assertThat(first(response.headers(), "x-polder-deployment")).isEqualTo("town-hall");
      assertThat(withoutPolders(response.headers())).isEqualTo(withoutPolders(direct.headers()));
    }
    assertThat(fallback.received().getFirst().body()).contains("\"model\":\"open-weight\"");
    assertThat(fallback.received().getFirst().header("authorization")).isEmpty();
  }

  private static Set<String> withoutPolders(Headers headers) {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    headers.names().stream().filter(name -> !name.startsWith("x-polder-")).forEach(names::add);
    return names;
  }

  @Test
  void noticesNothingOfAWithdrawalInAStreamEither() throws Exception {
    // Given
    primary.always(WITHDRAWN);
    fallback.always(OpenAiAnswers.stream(true, "from ", "home"));
    OpenAIClient client = client(withFallback().baseUrl());

    // When
    try (HttpResponseFor<StreamResponse<ChatCompletionChunk>> response =
            client.chat().completions().withRawResponse().createStreaming(question());
        StreamResponse<ChatCompletionChunk> stream = response.parse()) {

      // Then
      assertThat(first(response.headers(), "x-polder-served")).isEqualTo("fallback");
      assertThat(text(accumulated(stream))).isEqualTo("from home");
    }
  }

  @Test
  void readsOverTheCommentsThatKeepItWaiting() throws Exception {
    // Given: a primary that says nothing for longer than a client may wait in silence
    primary.always(Script.begin().stall());
    fallback.always(OpenAiAnswers.stream(true, "from home"));
    ConfiguredPolder polder =
        started(
            ConfiguredPolder.in(folder, primary)
                .fallback(fallback)
                .limits("first-token: 400ms, hold: 50ms"));
    OpenAIClient client = client(polder.baseUrl());

    // When
    ChatCompletion completion = streamed(client, question());

    // Then
    assertThat(text(completion)).isEqualTo("from home");
  }

  @Test
  void throwsWhenAllFailWhileItIsKeptWaiting() throws Exception {
    // Given
    primary.always(Script.begin().stall());
    ConfiguredPolder polder =
        started(ConfiguredPolder.in(folder, primary).limits("first-token: 400ms, hold: 50ms"));
    OpenAIClient client = client(polder.baseUrl());

    // When
    SseException thrown =
        catchThrowableOfType(SseException.class, () -> streamed(client, question()));

    // Then
    assertThat(thrown).hasMessageContaining("Every candidate failed");
    assertThat(thrown.code()).contains("no_candidate_left");
  }

  /// Ways in which a stream fails after its first content.
  static Stream<Arguments> interruptions() {
    Script begun = OpenAiAnswers.streamHead().chunk(contentEvent("half an "));
    String inOpenAisForm = OpenAiAnswers.errorBody("server_error", "overloaded", "no room");
    String bare = "{\"object\":\"error\",\"message\":\"no room\",\"type\":\"x\",\"code\":500}";
    return Stream.of(
        Arguments.of("connection reset", begun.cut()),
        Arguments.of("connection closed", begun.close()),
        Arguments.of("clean end without finish reason", begun.endOfChunks()),
        Arguments.of("no JSON", begun.chunk("data: {oops\n\n")),
        Arguments.of("error as OpenAI writes it", begun.chunk(data(inOpenAisForm))),
        Arguments.of("error as a text", begun.chunk(data("{\"error\":\"no room\"}"))),
        Arguments.of("error as a bare object", begun.chunk(data(bare)).chunk(DONE).endOfChunks()),
        Arguments.of(
            "error as a named event",
            begun.chunk("event: error\n" + data("{\"message\":\"no room\"}")).endOfChunks()));
  }

  private static String data(String json) {
    return "data: " + json + "\n\n";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("interruptions")
  void throwsWhenAnAnswerBreaksOff(String name, Script interrupted) throws Exception {
    // Given
    primary.always(interrupted);
    fallback.always(OpenAiAnswers.stream(true, "never mixed in"));
    OpenAIClient client = client(withFallback().baseUrl());
    StringBuilder seen = new StringBuilder();

    // When
    SseException thrown =
        catchThrowableOfType(
            SseException.class,
            () -> {
              try (StreamResponse<ChatCompletionChunk> response =
                  client.chat().completions().createStreaming(question())) {
                response.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .forEach(choice -> choice.delta().content().ifPresent(seen::append));
              }
            });

    // Then
    assertThat(thrown).as(name).isNotNull();
    assertThat(seen).hasToString("half an ");
    assertThat(fallback.received()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("interruptions")
  void noticesNothingOfAnInterruptionWhereAnswersAreBuffered(String name, Script interrupted)
      throws Exception {
    // Given
    primary.always(interrupted);
    fallback.always(OpenAiAnswers.stream(true, "a whole ", "answer"));
    ConfiguredPolder polder =
        started(
            ConfiguredPolder.in(folder, primary)
                .fallback(fallback)
                .letters("interruption: buffer"));
    OpenAIClient client = client(polder.baseUrl());

    // When
    ChatCompletion completion = streamed(client, question());

    // Then
    assertThat(text(completion)).as(name).isEqualTo("a whole answer");
  }

  @Test
  void tellsAMissingKeyFromAnUnknownUseCase() throws Exception {
    // Given
    primary.always(OpenAiAnswers.chat("fine"));
    ConfiguredPolder polder =
        started(ConfiguredPolder.in(folder, primary).key("registry-office", "polder-secret"));
    OpenAIClient stranger = client(polder.baseUrl());
    OpenAIClient holder = client(polder.baseUrl(), "polder-secret", 0, new RecordingSleeper());

    // When
    UnauthorizedException refused =
        catchThrowableOfType(
            UnauthorizedException.class, () -> stranger.chat().completions().create(question()));
    NotFoundException unknown =
        catchThrowableOfType(
            NotFoundException.class,
            () -> holder.chat().completions().create(asking().model("poems").build()));

    // Then
    assertThat(refused.code()).contains("invalid_api_key");
    assertThat(unknown.code()).contains("model_not_found");
    assertThat(unknown.param()).contains("model");
    assertThat(text(holder.chat().completions().create(question()))).isEqualTo("fine");
    assertThat(primary.received()).hasSize(1);
  }

  @Test
  void returnsTheCallersOwnFaultAsTheUpstreamSaidIt() throws Exception {
    // Given
    String words =
        """
        {"error":{"message":"temperature is above 2","type":"invalid_request_error",\
        "param":"temperature","code":"invalid_value","hint":"less"}}\
        """;
    primary.always(Script.begin().reply(400, OpenAiAnswers.JSON, words));
    OpenAIClient client = client(withFallback().baseUrl());

    // When
    BadRequestException thrown =
        catchThrowableOfType(
            BadRequestException.class, () -> client.chat().completions().create(question()));

    // Then
    assertThat(thrown).hasMessageContaining("temperature is above 2");
    assertThat(thrown.param()).contains("temperature");
    assertThat(thrown.body().toString()).contains("hint");
    assertThat(fallback.received()).isEmpty();
  }

  @Test
  void namesTheFieldAtFaultWhenNoCandidateCanTakeTheRequest() throws Exception {
    // Given
    String words =
        """
        {"error":{"message":"too long","type":"invalid_request_error",\
        "param":"messages","code":"context_length_exceeded"}}\
        """;
    primary.always(Script.begin().reply(400, OpenAiAnswers.JSON, words));
    OpenAIClient client = client(primaryOnly().baseUrl());

    // When
    BadRequestException thrown =
        catchThrowableOfType(
            BadRequestException.class, () -> client.chat().completions().create(question()));

    // Then
    assertThat(thrown.code()).contains("context_length_exceeded");
    assertThat(thrown.param()).contains("messages");
  }

  @Test
  void saysWhenToComeBackWhenAllAreBusy() throws Exception {
    // Given
    Script busy =
        OpenAiAnswers.error(429, "requests", "rate_limit_exceeded", "slow", "retry-after: 7");
    primary.always(busy);
    fallback.always(busy);
    OpenAIClient client = client(withFallback().baseUrl());

    // When
    RateLimitException thrown =
        catchThrowableOfType(
            RateLimitException.class, () -> client.chat().completions().create(question()));

    // Then
    assertThat(first(thrown.headers(), "retry-after")).isEqualTo("7");
    assertThat(thrown.code()).contains("rate_limit_exceeded");
    assertThat(thrown).hasMessageContaining("frontier").hasMessageContaining("town-hall");
  }

  @Test
  void recoversByItsOwnRetriesWhenTheUpstreamDoes() throws Exception {
    // Given
    Script oops = OpenAiAnswers.error(500, "server_error", "", "oops");
    primary.next(oops).next(oops).always(OpenAiAnswers.chat("back again"));
    RecordingSleeper sleeper = new RecordingSleeper();
    OpenAIClient client = client(primaryOnly().baseUrl(), "unused", 2, sleeper);

    // When
    ChatCompletion completion = client.chat().completions().create(question());

    // Then
    assertThat(text(completion)).isEqualTo("back again");
    assertThat(sleeper.slept).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(5));
  }

  @Test
  void needNotRetryWherePolderWaitsItself() throws Exception {
    // Given
    primary
        .next(OpenAiAnswers.error(429, "requests", "rate_limit_exceeded", "slow", "retry-after: 1"))
        .next(OpenAiAnswers.error(500, "server_error", "", "oops"))
        .always(OpenAiAnswers.chat("back again"));
    RecordingSleeper sleeper = new RecordingSleeper();
    ConfiguredPolder polder = started(ConfiguredPolder.in(folder, primary).patient());
    OpenAIClient client = client(polder.baseUrl(), "unused", 2, sleeper);

    // When
    ChatCompletion completion = client.chat().completions().create(question());

    // Then
    assertThat(text(completion)).isEqualTo("back again");
    assertThat(sleeper.slept).isEmpty();
  }

  @Test
  void doesNotRetryWhatNoRetryCanMend() throws Exception {
    // Given
    Script unpaid = OpenAiAnswers.error(429, "insufficient_quota", "insufficient_quota", "pay");
    primary.always(unpaid);
    RecordingSleeper sleeper = new RecordingSleeper();
    OpenAIClient client = client(primaryOnly().baseUrl(), "unused", 2, sleeper);

    // When
    RateLimitException thrown =
        catchThrowableOfType(
            RateLimitException.class, () -> client.chat().completions().create(question()));

    // Then: asked once by the client, and perhaps by Polder's own probe
    assertThat(thrown.code()).contains("insufficient_quota");
    assertThat(sleeper.slept).isEmpty();
    assertThat(primary.received()).filteredOn(request -> !isProbe(request)).hasSize(1);
  }

  private static boolean isProbe(ReceivedRequest request) {
    return request.body().contains("\"ping\"");
  }

  @Test
  void retriesWhenOneOfSeveralCandidatesMayRecover() throws Exception {
    // Given: the primary is broken for a moment, the fallback was taken away for good
    primary
        .next(OpenAiAnswers.error(500, "server_error", "", "oops"))
        .always(OpenAiAnswers.chat("back again"));
    fallback.always(OpenAiAnswers.error(401, "invalid_request_error", "invalid_api_key", "no"));
    RecordingSleeper sleeper = new RecordingSleeper();
    OpenAIClient client = client(withFallback().baseUrl(), "unused", 2, sleeper);

    // When
    ChatCompletion completion = client.chat().completions().create(question());

    // Then
    assertThat(text(completion)).isEqualTo("back again");
    assertThat(sleeper.slept).containsExactly(Duration.ofSeconds(5));
  }

  @Test
  void closingTheStreamClosesTheUpstreamsConnection() throws Exception {
    // Given
    primary.always(OpenAiAnswers.streamHead().chunk(contentEvent("first")).stall());
    ConfiguredPolder polder = primaryOnly();
    OpenAIClient client = client(polder.baseUrl());

    // When
    try (StreamResponse<ChatCompletionChunk> response =
        client.chat().completions().createStreaming(question())) {
      Iterator<ChatCompletionChunk> chunks = response.stream().iterator();
      chunks.next();
      assertThat(chunks.next().choices().getFirst().delta().content()).contains("first");
    }

    // Then
    primary.awaitDeparture();
    assertThat(polder.outcomesAfterStop())
        .extracting(line -> line.path("outcome").asText())
        .containsExactly("abandoned");
  }

  @Test
  void leavesOneOutcomeLineForEveryCall() throws Exception {
    // Given
    primary.next(OpenAiAnswers.chat("fine")).always(WITHDRAWN);
    fallback
        .next(OpenAiAnswers.stream(true, "from home"))
        .next(OpenAiAnswers.error(500, "server_error", "", "oops"));
    ConfiguredPolder polder =
        started(
            ConfiguredPolder.in(folder, primary)
                .fallback(fallback)
                .key("registry-office", "polder-secret"));
    OpenAIClient client = client(polder.baseUrl(), "polder-secret", 0, new RecordingSleeper());

    // When
    String call;
    try (HttpResponseFor<ChatCompletion> served =
        client.chat().completions().withRawResponse().create(question())) {
      call = first(served.headers(), "x-polder-call");
    }
    streamed(client, question());
    assertThatThrownBy(() -> client.chat().completions().create(question()))
        .hasMessageContaining("oops");
    List<JsonNode> lines = polder.outcomesAfterStop();

    // Then
    assertThat(lines)
        .extracting(line -> line.path("outcome").asText())
        .containsExactly("served-by-primary", "served-by-fallback", "failed");
    assertThat(lines)
        .allSatisfy(line -> {
          assertThat(line.path("key").asText()).isEqualTo("registry-office");
          assertThat(line.path("use_case").asText()).isEqualTo("letters");
          assertThat(line.path("operation").asText()).isEqualTo("chat");
          assertThat(line.toString()).doesNotContain("citizen");
        });
    assertThat(lines.getFirst().path("call").asText()).isEqualTo(call);
    JsonNode streamed = lines.get(1);
    assertThat(streamed.path("stream").asBoolean()).isTrue();
    assertThat(streamed.path("finish_reason").asText()).isEqualTo("stop");
    JsonNode withdrawn = streamed.path("attempts").get(0);
    assertThat(withdrawn.path("deployment").asText()).isEqualTo("frontier");
    assertThat(withdrawn.path("result").asText()).isEqualTo("withdrawn");
    assertThat(withdrawn.path("status").asInt()).isEqualTo(403);
    assertThat(withdrawn.path("control").asText()).isEqualTo("US");
    JsonNode answered = streamed.path("attempts").get(1);
    assertThat(answered.path("deployment").asText()).isEqualTo("town-hall");
    assertThat(answered.path("maker").asText()).isEqualTo("FR");
    assertThat(answered.path("output_tokens").asInt()).isEqualTo(3);
    assertThat(lines.get(2).path("reason").asText())
        .contains("frontier", "town-hall", "server_error")
        .doesNotContain("oops");
  }

  /// Takes no time, and keeps how long the client wanted to wait.
  private static final class RecordingSleeper implements Sleeper {
    private final List<Duration> slept = new ArrayList<>();

    @Override
    public void sleep(Duration duration) {
      slept.add(duration);
    }

    @Override
    public CompletableFuture<Void> sleepAsync(Duration duration) {
      slept.add(duration);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}
  }
}
