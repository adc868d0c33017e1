package dev.polder.gateway;

import static dev.polder.testkit.OpenAiAnswers.DONE;
import static dev.polder.testkit.OpenAiAnswers.contentEvent;
import static dev.polder.testkit.OpenAiAnswers.finishEvent;
import static dev.polder.testkit.OpenAiAnswers.roleEvent;
import static dev.polder.testkit.OpenAiAnswers.usageEvent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.gateway.ledger.Receipt;
import dev.polder.model.Preset;
import dev.polder.model.Usage;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.ReceivedRequest;
import dev.polder.testkit.ScriptedUpstream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What goes in and out when nothing fails.
final class RelayTest {
  private static final String STREAMED =
      """
      {"model":"letters","stream":true,"messages":[{"role":"user","content":"hello"}]}\
      """;

  @Test
  void relaysAnAnswerInOnePieceAsItCame() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.start().always(OpenAiAnswers.chat("hi"));
        RunningGateway gateway = RunningGateway.over(upstream.baseUrl()).start()) {
      // When
      HttpResponse<String> answer =
          gateway.chat(
              "{\"model\":\"letters\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");

      // Then
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(OpenAiAnswers.chatBody("hi"));
      assertThat(answer.headers().firstValue("x-polder-deployment")).contains("candidate-1");
      assertThat(answer.headers().firstValue("x-polder-served")).contains("primary");
      assertThat(answer.headers().firstValue("x-polder-attempts")).contains("1");
      assertThat(answer.headers().firstValue("x-polder-call")).get().asString().startsWith("call-");
    }
  }

  @Test
  void everyEventLoopTakesConnections() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.start().always(OpenAiAnswers.chat("hi"));
        RunningGateway gateway = RunningGateway.over(upstream.baseUrl()).start()) {
      // When
      for (int connection = 0; connection < 4; connection++) {
        try (HttpClient client = HttpClient.newHttpClient()) {
          client.send(
              HttpRequest.newBuilder(gateway.at("/v1/chat/completions"))
                  .POST(HttpRequest.BodyPublishers.ofString(STREAMED))
                  .build(),
              HttpResponse.BodyHandlers.discarding());
        }
        gateway.receipt();
      }

      // Then
      assertThat(gateway.loops()).hasSize(2);
    }
  }

  @Test
  void unknownFieldsReachTheUpstreamUntouched() throws Exception {
    // Given
    String body =
        "{ \"x_new\" : {\"a\":[1, 2.50,\"é\\u00e9\"]},\"model\":\"letters\" , \"messages\":[] ,\"seed\":1e3 }";
    try (ScriptedUpstream upstream = ScriptedUpstream.start().always(OpenAiAnswers.chat("hi"));
        RunningGateway gateway = RunningGateway.over(upstream.baseUrl()).start()) {
      // When
      gateway.chat(body);

      // Then
      assertThat(upstream.received().getFirst().body())
          .isEqualTo(body.replace("\"letters\"", "\"served-model\""));
    }
  }

  @Test
  void sendsUpstreamsOwnCredentialAndNeverTheClients() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.start().always(OpenAiAnswers.chat("hi"));
        RunningGateway gateway = RunningGateway.over(upstream.baseUrl()).start()) {
      // When
      gateway
          .http()
          .send(
              HttpRequest.newBuilder(gateway.at("/v1/chat/completions"))
                  .header("authorization", "Bearer clients-own")
                  .header("cookie", "session=1")
                  .header("traceparent", "00-1-2-01")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "{\"model\":\"letters\",\"messages\":[]}"))
                  .build(),
              HttpResponse.BodyHandlers.discarding());

      // Then
      ReceivedRequest received = upstream.received().getFirst();
      assertThat(received.path()).isEqualTo("/v1/chat/completions");
      assertThat(received.header("authorization")).contains("Bearer upstream-secret");
      assertThat(received.header("accept-encoding")).contains("identity");
      assertThat(received.header("traceparent")).contains("00-1-2-01");
      assertThat(received.headers()).doesNotContainKey("cookie");
      assertThat(received.headers().toString()).doesNotContain("clients-own");
    }
  }

  @Test
  void relaysWholeEventsOfAStreamUnchanged() throws Exception {
    try (ScriptedUpstream upstream =
            ScriptedUpstream.start().always(OpenAiAnswers.stream(false, "Hal", "lo ", "é€😀"));
        RunningGateway gateway =
            RunningGateway.over(upstream.baseUrl()).preset(Preset.CUSTOM).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(STREAMED);

      // Then
      assertThat(answer.headers().firstValue("content-type"))
          .contains("text/event-stream; charset=utf-8");
      assertThat(answer.body())
          .isEqualTo(
              roleEvent()
                  + contentEvent("Hal")
                  + contentEvent("lo ")
                  + contentEvent("é€😀")
                  + finishEvent("stop")
                  + DONE);
      assertThat(upstream.received().getFirst().body())
          .isEqualTo(STREAMED.replace("letters", "served-model"));
    }
  }

  @Test
  void asksForUsageAndTakesItOutAgainForAClientThatDidNot() throws Exception {
    try (ScriptedUpstream upstream =
            ScriptedUpstream.start().always(OpenAiAnswers.stream(true, "Hallo"));
        RunningGateway gateway = RunningGateway.over(upstream.baseUrl()).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(STREAMED);

      // Then
      assertThat(upstream.received().getFirst().body())
          .contains("\"stream_options\":{\"include_usage\":true}");
      assertThat(answer.body())
          .isEqualTo(roleEvent() + contentEvent("Hallo") + finishEvent("stop") + DONE);
      Receipt receipt = gateway.receipt();
      assertThat(receipt.attempts().getFirst().usage()).contains(new Usage(7, 3));
    }
  }

  @Test
  void leavesUsageInForAClientThatAsked() throws Exception {
    String body =
        """
        {"model":"letters","stream":true,"stream_options":{"include_usage":true},"messages":[]}\
        """;
    try (ScriptedUpstream upstream =
            ScriptedUpstream.start().always(OpenAiAnswers.stream(true, "Hallo"));
        RunningGateway gateway = RunningGateway.over(upstream.baseUrl()).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(body);

      // Then
      assertThat(answer.body()).contains(usageEvent());
      assertThat(upstream.received().getFirst().body())
          .isEqualTo(body.replace("letters", "served-model"));
    }
  }

  @Test
  void relaysEmbeddings() throws Exception {
    try (ScriptedUpstream upstream =
            ScriptedUpstream.start()
                .always(OpenAiAnswers.embeddings(List.of(new float[] {0.5f, -1f})));
        RunningGateway gateway = RunningGateway.over(upstream.baseUrl()).start()) {
      // When
      HttpResponse<String> answer =
          gateway.post("/v1/embeddings", "{\"model\":\"letters\",\"input\":\"a word\"}");

      // Then
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("[0.5, -1.0]");
      assertThat(upstream.received().getFirst().path()).isEqualTo("/v1/embeddings");
    }
  }

  @Test
  void embeddingsNeverMoveToAnotherModel() throws Exception {
    try (ScriptedUpstream gone = ScriptedUpstream.start();
        ScriptedUpstream other =
            ScriptedUpstream.start().always(OpenAiAnswers.embeddings(List.of(new float[] {1f})));
        RunningGateway gateway =
            RunningGateway.over(gone.baseUrl(), other.baseUrl())
                .models("embed-a", "embed-b")
                .start()) {
      // When
      HttpResponse<String> answer =
          gateway.post("/v1/embeddings", "{\"model\":\"letters\",\"input\":\"a word\"}");

      // Then
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(other.received()).isEmpty();
    }
  }

  @Test
  void listsUseCasesBeforeDeployments() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.start();
        RunningGateway gateway = RunningGateway.over(upstream.baseUrl()).start()) {
      // When
      String models = gateway.get("/v1/models").body();

      // Then
      assertThat(models.indexOf("\"letters\"")).isPositive();
      assertThat(models.indexOf("\"letters\"")).isLessThan(models.indexOf("\"candidate-1\""));
      assertThat(gateway.get("/v1/models/letters").body()).contains("\"object\":\"model\"");
      assertThat(gateway.get("/v1/models/none").statusCode()).isEqualTo(404);
      assertThat(gateway.get("/healthz").statusCode()).isEqualTo(200);
      assertThat(gateway.get("/readyz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void staysReadyAsLongAsEveryUseCaseHasACandidateLeft() throws Exception {
    // Given
    try (ScriptedUpstream upstream = ScriptedUpstream.start();
        RunningGateway onFallback =
            RunningGateway.over(upstream.baseUrl(), upstream.baseUrl())
                .unaddressed("candidate-1")
                .start();
        RunningGateway dark =
            RunningGateway.over(upstream.baseUrl(), upstream.baseUrl())
                .unaddressed("candidate-1", "candidate-2")
                .start()) {
      // When
      HttpResponse<String> withOneLeft = onFallback.get("/readyz");
      HttpResponse<String> withNone = dark.get("/readyz");

      // Then
      assertThat(withOneLeft.statusCode()).isEqualTo(200);
      assertThat(withNone.statusCode()).isEqualTo(503);
      assertThat(withNone.body())
          .isEqualTo("{\"ready\":false,\"use_cases\":1,\"without_candidate\":1}");
    }
  }
}
