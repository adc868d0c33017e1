package dev.polder.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.http.Bytes;
import dev.polder.http.VertxEventLoop;
import dev.polder.http.client.Headers;
import dev.polder.http.client.NoProxy;
import dev.polder.http.client.Proxies;
import dev.polder.http.client.Proxy;
import dev.polder.http.client.Transport;
import dev.polder.http.client.UpstreamClient;
import dev.polder.model.Credentials;
import dev.polder.model.Deployment;
import dev.polder.model.Jurisdiction;
import dev.polder.model.Operation;
import dev.polder.model.Preset;
import dev.polder.model.Provider;
import dev.polder.model.Secret;
import dev.polder.model.openai.ModelRequest;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.ReceivedRequest;
import dev.polder.testkit.Script;
import dev.polder.testkit.ScriptedProxy;
import dev.polder.testkit.ScriptedUpstream;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A request on the wire, and the reply read from it.
final class ModelClientTest {
  private static final String BODY = "{\"model\":\"letters\",\"stream\":true,\"messages\":[]}";

  private final Vertx vertx = Vertx.vertx();
  private final Told told = new Told();

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void send(Optional<URI> address, Preset preset, Optional<Secret> credential, String body)
      throws Exception {
    send(new Provider("p", preset, () -> address, credential), body);
  }

  private void send(Provider provider, String body) throws Exception {
    ModelRequest request = ModelRequest.read(Operation.CHAT, Bytes.utf8(body));
    Deployment deployment =
        new Deployment("d", provider, "served", new Jurisdiction("NL", "NL", "FR"));
    vertx.runOnContext(ignored ->
        new ModelClient(new UpstreamClient(vertx, 1), VertxEventLoop.current(vertx), 1_000_000)
            .send(
                deployment,
                request,
                Headers.NONE.with("traceparent", "00-1-2-01"),
                deployment.provider().credentials().pick(0),
                Duration.ofSeconds(5),
                told));
  }

  @Test
  void speaksTheDialectToAnUpstream() throws Exception {
    try (ScriptedUpstream upstream =
        ScriptedUpstream.start().always(OpenAiAnswers.stream(true, "Hal", "lo"))) {
      // When
      send(
          Optional.of(upstream.baseUrl()),
          Preset.VLLM,
          Optional.of(new Secret("sk-credential")),
          BODY);

      // Then
      assertThat(told.next()).startsWith("LIFECYCLE");
      assertThat(told.next()).startsWith("CONTENT").contains("Hal");
      assertThat(told.next()).startsWith("CONTENT").contains("lo");
      assertThat(told.next()).startsWith("CONTENT").contains("stop");
      assertThat(told.next()).isEqualTo("USAGE ");
      assertThat(told.next()).isEqualTo("DONE");
      assertThat(told.next()).isEqualTo("ended");
      ReceivedRequest received = upstream.received().getFirst();
      assertThat(received.path()).isEqualTo("/v1/chat/completions");
      assertThat(received.header("authorization")).contains("Bearer sk-credential");
      assertThat(received.header("accept")).contains("text/event-stream");
      assertThat(received.header("content-type")).contains("application/json");
      assertThat(received.header("traceparent")).contains("00-1-2-01");
      assertThat(received.body())
          .contains("\"model\":\"served\"")
          .contains("\"stream_options\":{\"include_usage\":true}");
    }
  }

  @Test
  void asksNothingOfAServerThatMayNotKnowIt() throws Exception {
    try (ScriptedUpstream upstream =
        ScriptedUpstream.start().always(OpenAiAnswers.stream(true, "x"))) {
      // When
      send(Optional.of(upstream.baseUrl()), Preset.CUSTOM, Optional.empty(), BODY);

      // Then
      while (!told.next().equals("ended")) {
        // Reads on.
      }
      ReceivedRequest received = upstream.received().getFirst();
      assertThat(received.body()).isEqualTo(BODY.replace("letters", "served"));
      assertThat(received.header("authorization")).isEmpty();
    }
  }

  @Test
  void sendsTheKeyInTheHeaderThatAzureWants() throws Exception {
    try (ScriptedUpstream upstream =
        ScriptedUpstream.start().always(OpenAiAnswers.stream(true, "x"))) {
      // When
      send(
          Optional.of(upstream.baseUrl()),
          Preset.AZURE_OPENAI,
          Optional.of(new Secret("azure-credential")),
          BODY);

      // Then
      while (!told.next().equals("ended")) {
        // Reads on.
      }
      ReceivedRequest received = upstream.received().getFirst();
      assertThat(received.header("api-key")).contains("azure-credential");
      assertThat(received.header("authorization")).isEmpty();
    }
  }

  @Test
  void travelsAsItsProviderSays() throws Exception {
    try (ScriptedUpstream upstream =
            ScriptedUpstream.start().always(OpenAiAnswers.stream(true, "x"));
        ScriptedProxy proxy = ScriptedProxy.to(upstream)) {
      // Given
      Transport through =
          Transport.DIRECT.withProxies(
              Proxies.through(new Proxy("127.0.0.1", proxy.port(), "", ""), NoProxy.LOOPBACK_ONLY));

      // When
      send(
          new Provider(
              "p",
              Preset.CUSTOM,
              () -> Optional.of(URI.create("http://models.test/v1")),
              Credentials.NONE,
              through),
          BODY);

      // Then
      while (!told.next().equals("ended")) {
        // Reads on.
      }
      assertThat(proxy.passed())
          .containsExactly("POST http://models.test/v1/chat/completions HTTP/1.1");
    }
  }

  @Test
  void anEngineWithoutAddressIsUnreachable() throws Exception {
    // When
    send(Optional.empty(), Preset.ENGINE, Optional.empty(), BODY);

    // Then
    assertThat(told.next()).isEqualTo("Unreachable: its engine is not running");
  }

  @Test
  void aStreamThatIsCutIsCutOff() throws Exception {
    Script cut = OpenAiAnswers.streamHead().chunk(OpenAiAnswers.contentEvent("x")).cut();
    try (ScriptedUpstream upstream = ScriptedUpstream.start().always(cut)) {
      // When
      send(Optional.of(upstream.baseUrl()), Preset.CUSTOM, Optional.empty(), BODY);

      // Then
      assertThat(told.next()).startsWith("LIFECYCLE");
      assertThat(told.next()).startsWith("CONTENT");
      assertThat(told.next()).isEqualTo("CutOff: answer cut off");
    }
  }
}
