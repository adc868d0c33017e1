package dev.polder.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.gateway.guard.ClientKey;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.ScriptedUpstream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests that cannot be served: a clear error in the dialect's form, and everyone else lives on.
final class BadRequestTest {
  private ScriptedUpstream upstream;
  private RunningGateway gateway;

  @BeforeEach
  void start() {
    upstream = ScriptedUpstream.start().always(OpenAiAnswers.chat("fine"));
    gateway = RunningGateway.over(upstream.baseUrl()).longestRequest(500_000).start();
  }

  @AfterEach
  void othersCallsLiveOn() throws Exception {
    HttpResponse<String> answer = gateway.chat("{\"model\":\"letters\",\"messages\":[]}");
    gateway.close();
    upstream.close();
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
                                                           | no body
          {                                                | ends in the middle
          {"model":"letters"                               | ends in the middle
          [1,2]                                            | not a JSON object
          "text"                                           | not a JSON object
          {"model":"letters","messages":[]} x              | not valid JSON
          {"model":"letters","messages":[]}{}              | follows the JSON object
          {"model":"letters","messages":[nonsense]}        | line 1, column
          {"messages":[]}                                  | 'model' is missing
          {"model":"letters"}                              | 'messages' is missing
          {"model":7,"messages":[]}                        | 'model' must be a string
          {"model":"letters","model":"x","messages":[]}    | 'model' stands twice
          {"model":"letters","stream":"yes","messages":[]} | 'stream' must be true or false
          {"model":"letters","stream_options":1,"messages":[]} | 'stream_options' must be an object
          """)
  void refusesWithReasonAndRemedy(String body, String reason) throws Exception {
    // When
    HttpResponse<String> answer = gateway.chat(body == null ? "" : body);

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    assertThat(answer.body())
        .startsWith("{\"error\":{\"message\":\"")
        .contains("\"type\":\"invalid_request_error\"")
        .contains(reason);
    assertThat(upstream.received()).isEmpty();
  }

  @Test
  void refusesNestingThatNobodyMeans() throws Exception {
    // Given
    String deep = "[".repeat(100_000) + "]".repeat(100_000);

    // When
    HttpResponse<String> answer = gateway.chat("{\"model\":\"letters\",\"messages\":" + deep + "}");

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("nesting deeper than");
  }

  @Test
  void refusesInvalidUtf8() throws Exception {
    // Given
    byte[] body = "{\"model\":\"letters\",\"messages\":\"?\"}".getBytes(UTF_8);
    body[body.length - 3] = (byte) 0xC3;

    // When
    HttpResponse<String> answer =
        gateway
            .http()
            .send(
                HttpRequest.newBuilder(gateway.at("/v1/chat/completions"))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @Test
  void namesTheNearestUseCase() throws Exception {
    // When
    HttpResponse<String> answer = gateway.chat("{\"model\":\"leters\",\"messages\":[]}");

    // Then
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .contains("\"code\":\"model_not_found\"")
        .contains("'leters'")
        .contains("Nearest names: letters");
  }

  @Test
  void refusesABodyThatIsAnnouncedTooLong() throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      // When
      client.send(
          "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 900000000\r\n\r\n");

      // Then
      assertThat(client.readUntil("\"code\":null}}")).startsWith("HTTP/1.1 413").contains("500000");
    }
  }

  @Test
  void refusesABodyThatTurnsOutTooLong() throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      // When
      client.send(
          "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n");
      client.send("7A121\r\n" + "x".repeat(0x7A121) + "\r\n");

      // Then
      assertThat(client.readUntil("\"code\":null}}")).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void refusesABodyThatDoesNotArrive() throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      // When
      client.send("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 50\r\n\r\n{");

      // Then
      assertThat(client.readUntil("\"code\":null}}")).startsWith("HTTP/1.1 408");
    }
  }

  @Test
  void forgetsARequestThatIsCutShort() throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      // When
      client.send("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 50\r\n\r\n{");
    }

    // Then
    assertThat(upstream.received()).isEmpty();
  }

  @Test
  void answersHeaderFloodsAndNonsenseInTheDialectsForm() throws Exception {
    try (RawClient flood = new RawClient(gateway.port());
        RawClient longLine = new RawClient(gateway.port());
        RawClient nonsense = new RawClient(gateway.port())) {
      // When
      flood.send("GET /healthz HTTP/1.1\r\nhost: x\r\nx-a: " + "y".repeat(40_000) + "\r\n\r\n");
      longLine.send("GET /" + "y".repeat(9_000) + " HTTP/1.1\r\nhost: x\r\n\r\n");
      nonsense.send("what is this\r\n\r\n");

      // Then
      assertThat(flood.readUntil("}}")).contains(" 431 ").contains("{\"error\":");
      assertThat(longLine.readUntil("}}")).contains(" 414 ").contains("{\"error\":");
      assertThat(nonsense.readUntil("}}")).contains(" 400 ").contains("{\"error\":");
    }
  }

  @Test
  void unknownPathsAndWrongMethodsSayWhatThereIs() throws Exception {
    // When
    HttpResponse<String> unknown = gateway.get("/v2/anything");
    HttpResponse<String> wrong = gateway.get("/v1/chat/completions");

    // Then
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("/v1/chat/completions");
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(wrong.body()).contains("POST");
  }

  @Test
  void aModelNameThatIsNotWellEncodedIsUnknown() throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      // When
      client.send("GET /v1/models/%zz HTTP/1.1\r\nhost: x\r\n\r\n");

      // Then
      assertThat(client.readUntil("}}")).contains(" 404 ").contains("'%zz'");
    }
  }

  @Test
  void withKeysOnlyTheirHoldersPass() throws Exception {
    // Given
    ClientKey key = new ClientKey("town-hall", ClientKey.hashOf("polder-secret"));
    try (RunningGateway closed = RunningGateway.over(upstream.baseUrl()).keys(key).start()) {
      HttpRequest.Builder models = HttpRequest.newBuilder(closed.at("/v1/models"));

      // When
      int without = closed.get("/v1/models").statusCode();
      int wrong = send(closed, models.copy().header("authorization", "Bearer polder-other"));
      int right = send(closed, models.copy().header("authorization", "Bearer polder-secret"));

      // Then
      assertThat(without).isEqualTo(401);
      assertThat(wrong).isEqualTo(401);
      assertThat(right).isEqualTo(200);
      assertThat(closed.get("/healthz").statusCode()).isEqualTo(200);
    }
  }

  private static int send(RunningGateway to, HttpRequest.Builder request) throws Exception {
    return to.http().send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
