package dev.polder.engine.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.polder.engine.decode.Answer;
import dev.polder.engine.decode.AnswerListener;
import dev.polder.engine.decode.Question;
import dev.polder.engine.decode.SentenceModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The dialect over real sockets; what the model answers is scripted by each test.
@Timeout(60)
class EngineServerTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final String HELLO =
      "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Access access = new Access();
  private final ConcurrentLinkedQueue<EngineServer> started = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() {
    started.forEach(EngineServer::close);
    client.close();
  }

  @Test
  void answersWhole() throws Exception {
    // Given
    EngineServer server = start(saying("Goe", "den dag"), 8);

    // When
    HttpResponse<String> response = post(server, "/v1/chat/completions", HELLO + "}");

    // Then
    JsonNode body = MAPPER.readTree(response.body());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(body.path("object").asText()).isEqualTo("chat.completion");
    assertThat(body.path("created").asLong()).isEqualTo(NOW.getEpochSecond());
    assertThat(body.at("/choices/0/message/content").asText()).isEqualTo("Goeden dag");
    assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(body.path("usage").toString())
        .isEqualTo("{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}");
  }

  @Test
  void streamsRoleTextsReasonAndUsage() throws Exception {
    // Given
    EngineServer server = start(saying("Goe", "den dag"), 8);
    String body = HELLO + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}";

    // When
    HttpResponse<String> response = post(server, "/v1/chat/completions", body);

    // Then
    List<String> data = data(response.body());
    assertThat(response.headers().firstValue("content-type").orElse(""))
        .startsWith("text/event-stream");
    assertThat(data).hasSize(6).last().isEqualTo("[DONE]");
    List<JsonNode> chunks = data.subList(0, 5).stream().map(EngineServerTest::parsed).toList();
    assertThat(chunks).extracting(chunk -> chunk.path("id")).containsOnly(chunks.get(0).path("id"));
    assertThat(chunks.get(0).at("/choices/0/delta/role").asText()).isEqualTo("assistant");
    assertThat(chunks.get(1).at("/choices/0/delta/content").asText()).isEqualTo("Goe");
    assertThat(chunks.get(2).at("/choices/0/delta/content").asText()).isEqualTo("den dag");
    assertThat(chunks.get(3).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(chunks.get(3).get("usage").isNull()).isTrue();
    assertThat(chunks.get(4).path("choices")).isEmpty();
    assertThat(chunks.get(4).at("/usage/total_tokens").asInt()).isEqualTo(9);
  }

  @Test
  void sendsEachTextAtOnce() throws Exception {
    // Given: an answer that goes on only when its first text has arrived
    Semaphore arrived = new Semaphore(0);
    EngineServer server =
        start(
            (question, listener) -> {
              listener.started(7);
              listener.text("first");
              arrived.acquireUninterruptibly();
              listener.text("second");
              return new Answer(7, List.of(1, 2), Answer.Finish.LENGTH);
            },
            8);

    // When
    try (Stream<String> lines = postForLines(server, HELLO + ",\"stream\":true}")) {
      List<String> texts =
          lines
              .filter(line -> line.contains("\"content\":\"f") || line.contains("\"content\":\"s"))
              .peek(line -> arrived.release())
              .toList();

      // Then
      assertThat(texts).hasSize(2);
    }
  }

  @Test
  void stopsAnAnswerWhoseClientLeaves() throws Exception {
    // Given: an answer that goes on until it is cancelled
    CountDownLatch stopped = new CountDownLatch(1);
    EngineServer server =
        start(
            (question, listener) -> {
              listener.started(7);
              listener.text("on");
              while (!listener.cancelled()) {
                Thread.onSpinWait();
              }
              stopped.countDown();
              return new Answer(7, List.of(1), Answer.Finish.CANCELLED);
            },
            8);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      send(socket, HELLO + ",\"stream\":true}");
      assertThat(socket.getInputStream().readNBytes(20)).isNotEmpty();
      // When: the socket is closed
    }

    // Then
    assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(get(server, "/health").statusCode()).isEqualTo(200);
  }

  @Test
  void neverBeginsAnAnswerWhoseClientHasLeft() throws Exception {
    // Given: one slot, taken; one request waiting, whose client leaves
    Semaphore go = new Semaphore(0);
    ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    EngineServer server = start(recording(asked, go), 8);
    CompletableFuture<HttpResponse<String>> first = postLater(server, asking("first", "a"));
    awaitAsked(asked, 1);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      send(socket, asking("left", "b"));
    }
    // Two round trips later the event loop has seen that the socket is closed.
    get(server, "/health");
    get(server, "/health");
    CompletableFuture<HttpResponse<String>> last = postLater(server, asking("last", "c"));

    // When
    go.release(2);
    first.join();
    last.join();

    // Then
    assertThat(asked).containsExactly("first", "last");
  }

  @Test
  void refusesWhenTheQueueIsFull() throws Exception {
    // Given: one slot, taken, and one place to wait, taken too
    Semaphore go = new Semaphore(0);
    ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    EngineServer server = start(recording(asked, go), 1);
    CompletableFuture<HttpResponse<String>> first = postLater(server, asking("first", "a"));
    awaitAsked(asked, 1);
    List<CompletableFuture<HttpResponse<String>>> others =
        List.of(postLater(server, asking("second", "b")), postLater(server, asking("third", "c")));

    // When
    HttpResponse<?> refused =
        (HttpResponse<?>) CompletableFuture.anyOf(others.toArray(CompletableFuture[]::new)).join();

    // Then
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("retry-after")).contains("1");
    assertThat(error((String) refused.body()).path("code").asText()).isEqualTo("queue_full");
    go.release(2);
    assertThat(first.join().statusCode()).isEqualTo(200);
  }

  @Test
  void endsABrokenStreamWithAnErrorAndNoEnd() throws Exception {
    // Given
    EngineServer server =
        start(
            (question, listener) -> {
              listener.started(7);
              listener.text("half");
              throw new IllegalStateException("the graph broke");
            },
            8);

    // When
    HttpResponse<String> response =
        post(server, "/v1/chat/completions", HELLO + ",\"stream\":true}");

    // Then
    List<String> data = data(response.body());
    assertThat(error(data.getLast()).path("message").asText()).contains("the graph broke");
    assertThat(response.body()).doesNotContain("[DONE]").doesNotContain("\"stop\"");
  }

  @Test
  void servesOnAfterAFailure() throws Exception {
    // Given
    Semaphore failures = new Semaphore(1);
    EngineServer server =
        start(
            (question, listener) -> {
              if (failures.tryAcquire()) {
                throw new IllegalStateException("the graph broke");
              }
              return saying("well").apply(question, listener);
            },
            8);

    // When
    HttpResponse<String> broken = post(server, "/v1/chat/completions", HELLO + "}");
    HttpResponse<String> next = post(server, "/v1/chat/completions", HELLO + "}");

    // Then
    assertThat(broken.statusCode()).isEqualTo(500);
    assertThat(next.statusCode()).isEqualTo(200);
  }

  @Test
  void refusesEverythingWhileAccessIsWithdrawn() throws Exception {
    // Given
    EngineServer server = start(saying("hello"), 8);
    access.withdraw("Export order 7");

    // When
    HttpResponse<String> chat = post(server, "/v1/chat/completions", HELLO + "}");
    HttpResponse<String> models = get(server, "/v1/models");
    access.restore();
    HttpResponse<String> after = post(server, "/v1/chat/completions", HELLO + "}");

    // Then
    assertThat(List.of(chat.statusCode(), models.statusCode(), after.statusCode()))
        .containsExactly(403, 403, 200);
    assertThat(chat.body())
        .isEqualTo(
            "{\"error\":{\"message\":\"Export order 7\",\"type\":\"permission_error\",\"param\":null,\"code\":\"access_withdrawn\"}}");
  }

  @Test
  void embedsAsNumbersAndAsBase64() throws Exception {
    // Given
    EngineServer server = start(saying("hello"), 8);
    String request = "{\"model\":\"all-minilm-l6-v2\",\"input\":[\"one\",\"two\"]";

    // When
    JsonNode numbers = parsed(post(server, "/v1/embeddings", request + "}").body());
    JsonNode base64 =
        parsed(post(server, "/v1/embeddings", request + ",\"encoding_format\":\"base64\"}").body());

    // Then
    assertThat(numbers.at("/data/1/embedding").toString()).isEqualTo("[1.0,-2.5]");
    assertThat(base64.at("/data/1/embedding").asText()).isEqualTo("AACAPwAAIMA=");
    assertThat(numbers.at("/usage/prompt_tokens").asInt()).isEqualTo(4);
  }

  @Test
  void listsItsModels() throws Exception {
    // Given
    EngineServer server = start(saying("hello"), 8);

    // When
    JsonNode models = parsed(get(server, "/v1/models").body());

    // Then
    assertThat(models.path("data"))
        .extracting(model -> model.path("id").asText())
        .containsExactly("tiny", SentenceModel.NAME);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refusesByName(String parameter, String code, String request) throws Exception {
    // Given
    EngineServer server = start(saying("hello"), 8);

    // When
    HttpResponse<String> response = post(server, "/v1/chat/completions", request);

    // Then
    assertThat(response.statusCode()).isEqualTo(code.equals("model_not_found") ? 404 : 400);
    JsonNode error = error(response.body());
    assertThat(error.path("param").asText("")).isEqualTo(parameter);
    assertThat(error.path("code").asText("")).isEqualTo(code);
    assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.path("message").asText()).isNotBlank();
  }

  static Stream<Arguments> refusesByName() {
    String unsupported = "unsupported_parameter";
    return Stream.of(
        Arguments.of("", "", "{"),
        Arguments.of("", "", "[]"),
        Arguments.of("", "", ""),
        Arguments.of("model", "", "{\"messages\":[]}"),
        Arguments.of("model", "model_not_found", "{\"model\":\"gpt\",\"messages\":[]}"),
        Arguments.of("messages", "", "{\"model\":\"tiny\"}"),
        Arguments.of("messages", "", "{\"model\":\"tiny\",\"messages\":[]}"),
        Arguments.of("messages[0].role", "", with("{\"role\":\"tool\",\"content\":\"x\"}")),
        Arguments.of("messages[0].content", "", with("{\"role\":\"user\"}")),
        Arguments.of(
            "messages[0].content",
            unsupported,
            with("{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}")),
        Arguments.of("n", unsupported, HELLO + ",\"n\":2}"),
        Arguments.of("tools", unsupported, HELLO + ",\"tools\":[{\"type\":\"function\"}]}"),
        Arguments.of(
            "response_format",
            unsupported,
            HELLO + ",\"response_format\":{\"type\":\"json_object\"}}"),
        Arguments.of("logprobs", unsupported, HELLO + ",\"logprobs\":true}"),
        Arguments.of("frequency_penalty", unsupported, HELLO + ",\"frequency_penalty\":1}"),
        Arguments.of("temperature", "", HELLO + ",\"temperature\":2.1}"),
        Arguments.of("temperature", "", HELLO + ",\"temperature\":\"hot\"}"),
        Arguments.of("top_p", "", HELLO + ",\"top_p\":0}"),
        Arguments.of("max_tokens", "", HELLO + ",\"max_tokens\":0}"),
        Arguments.of("stream", "", HELLO + ",\"stream\":\"yes\"}"),
        Arguments.of("stop", "", HELLO + ",\"stop\":\"\"}"),
        Arguments.of("stop", "", HELLO + ",\"stop\":[1]}"),
        Arguments.of("stop", "", HELLO + ",\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]}"),
        Arguments.of("seed", "", HELLO + ",\"seed\":0.5}"));
  }

  @Test
  void readsWhatARequestAsksFor() throws Exception {
    // Given
    CompletableFuture<Question> seen = new CompletableFuture<>();
    EngineServer server =
        start(
            (question, listener) -> {
              seen.complete(question);
              return saying("hello").apply(question, listener);
            },
            8);

    // When
    post(
        server,
        "/v1/chat/completions",
        "{\"model\":\"tiny\",\"messages\":[{\"role\":\"developer\",\"content\":[{\"type\":\"text\",\"text\":\"Be \"},{\"type\":\"text\",\"text\":\"brief\"}]},{\"role\":\"user\",\"content\":\"x\"}],\"temperature\":0.5,\"top_p\":0.25,\"max_tokens\":9,\"max_completion_tokens\":3,\"stop\":[\"a\",\"b\"],\"seed\":-1,\"tools\":[],\"n\":1}");

    // Then
    Question question = seen.join();
    assertThat(question.messages().getFirst().content()).isEqualTo("Be brief");
    assertThat(question.temperature()).hasValue(0.5);
    assertThat(question.topP()).hasValue(0.25);
    assertThat(question.maxTokens()).hasValue(3);
    assertThat(question.stops()).containsExactly("a", "b");
    assertThat(question.seed()).hasValue(-1);
  }

  @Test
  void refusesABodyThatIsTooLarge() throws Exception {
    // Given
    EngineServer server = start(saying("hello"), 8);

    // When
    HttpResponse<String> response = post(server, "/v1/chat/completions", "x".repeat((1 << 20) + 1));

    // Then
    assertThat(response.statusCode()).isEqualTo(413);
  }

  @Test
  void letsClientsGoOnThatAskFirst() throws Exception {
    // Given
    EngineServer server = start(saying("hello"), 8);
    HttpRequest asking =
        HttpRequest.newBuilder(request(server, "/v1/chat/completions", HELLO + "}"), (n, v) -> true)
            .expectContinue(true)
            .build();

    // When
    HttpResponse<String> response = client.send(asking, HttpResponse.BodyHandlers.ofString());

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
  }

  @Test
  void refusesUnknownPaths() throws Exception {
    // Given
    EngineServer server = start(saying("hello"), 8);

    // When
    HttpResponse<String> response = get(server, "/v1/chat/completions");

    // Then
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("GET /v1/chat/completions", "POST /v1/chat/completions");
  }

  @Test
  void saysThatAnAddressIsTaken() throws IOException {
    // Given
    EngineServer server = start(saying("hello"), 8);

    // When, Then
    assertThatThrownBy(() -> start(saying("hello"), 8, server.port()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + server.port());
  }

  private EngineServer start(BiFunction<Question, AnswerListener, Answer> model, int queue)
      throws IOException {
    return start(model, queue, 0);
  }

  private EngineServer start(
      BiFunction<Question, AnswerListener, Answer> model, int queue, int port) throws IOException {
    EngineServer server =
        EngineServer.start(
            new ServerSettings("tiny", "127.0.0.1", port, 1, queue),
            model,
            texts ->
                new SentenceModel.Vectors(
                    texts.stream().map(text -> new float[] {1, -2.5f}).toList(), 4),
            access,
            InstantSource.fixed(NOW),
            new Random(1));
    started.add(server);
    return server;
  }

  private static BiFunction<Question, AnswerListener, Answer> saying(String... parts) {
    return (question, listener) -> {
      listener.started(7);
      List.of(parts).forEach(listener::text);
      return new Answer(7, List.of(1, 2), Answer.Finish.STOP);
    };
  }

  /// Notes each question, and answers it when told to go on.
  private static BiFunction<Question, AnswerListener, Answer> recording(
      ConcurrentLinkedQueue<String> asked, Semaphore go) {
    return (question, listener) -> {
      asked.add(question.messages().getFirst().content());
      go.acquireUninterruptibly();
      return saying("done").apply(question, listener);
    };
  }

  private static void awaitAsked(ConcurrentLinkedQueue<String> asked, int count) {
    while (asked.size() < count) {
      Thread.onSpinWait();
    }
  }

  private static String with(String message) {
    return "{\"model\":\"tiny\",\"messages\":[" + message + "]}";
  }

  private static String asking(String text, String user) {
    return "{\"model\":\"tiny\",\"user\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
        .formatted(user, text);
  }

  private HttpResponse<String> get(EngineServer server, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(server, path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(EngineServer server, String path, String body)
      throws Exception {
    return client.send(request(server, path, body), HttpResponse.BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<String>> postLater(EngineServer server, String body) {
    return client.sendAsync(
        request(server, "/v1/chat/completions", body), HttpResponse.BodyHandlers.ofString());
  }

  private Stream<String> postForLines(EngineServer server, String body) throws Exception {
    return client
        .send(request(server, "/v1/chat/completions", body), HttpResponse.BodyHandlers.ofLines())
        .body();
  }

  private static HttpRequest request(EngineServer server, String path, String body) {
    return HttpRequest.newBuilder(uri(server, path))
        .version(HttpClient.Version.HTTP_1_1)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static URI uri(EngineServer server, String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private static void send(Socket socket, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: " + bytes.length;
    socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  private static List<String> data(String stream) {
    return stream
        .lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> line.substring("data: ".length()))
        .toList();
  }

  private static JsonNode error(String body) {
    return parsed(body).path("error");
  }

  private static JsonNode parsed(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
