package dev.polder.gateway.continuity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.http.Bytes;
import dev.polder.http.VertxEventLoop;
import dev.polder.http.client.Headers;
import dev.polder.http.client.UpstreamClient;
import dev.polder.model.Deployment;
import dev.polder.model.Jurisdiction;
import dev.polder.model.Operation;
import dev.polder.model.Preset;
import dev.polder.model.Provider;
import dev.polder.model.Secret;
import dev.polder.model.openai.ErrorBody;
import dev.polder.model.openai.ModelRequest;
import dev.polder.model.provider.Answer;
import dev.polder.model.provider.Fault;
import dev.polder.model.provider.ModelClient;
import dev.polder.model.provider.ReplyListener;
import dev.polder.model.provider.StreamEvent;
import dev.polder.testkit.ScriptedUpstream;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/// What upstreams' own words and statuses mean, read from real sockets.
final class FailureClassTest {
  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  static final class Folder implements ArgumentsProvider {
    @Override
    public Stream<Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      return Recorded.all().stream().map(Arguments::of);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ArgumentsSource(Folder.class)
  void understandsWhatIsRecorded(Recorded recorded) throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.start().always(recorded.answer())) {
      // When
      Fault fault = faultOf(upstream, recorded.preset());

      // Then
      assertThat(FailureClass.of(fault, recorded.preset()))
          .as("%s: %s", recorded, fault.summary())
          .isEqualTo(recorded.expected());
    }
  }

  private static Fault faultOf(ScriptedUpstream upstream, Preset preset) throws Exception {
    ModelRequest request =
        ModelRequest.read(Operation.CHAT, Bytes.utf8("{\"model\":\"m\",\"messages\":[]}"));
    Provider provider =
        new Provider("p", preset, () -> Optional.of(upstream.baseUrl()), Optional.empty());
    Deployment deployment =
        new Deployment("d", provider, "served", new Jurisdiction("NL", "NL", "FR"));
    FirstFault first = new FirstFault();
    vertx.runOnContext(ignored ->
        new ModelClient(new UpstreamClient(vertx, 1), VertxEventLoop.current(vertx), 1_000_000)
            .send(deployment, request, Headers.NONE, Secret.NONE, Duration.ofSeconds(5), first));
    return first.heard.get(10, TimeUnit.SECONDS);
  }

  @Test
  void everyClassAndEveryServiceIsRecorded() {
    // No upstream says that its answer is invalid: the use case's schema does.
    assertThat(Recorded.all())
        .extracting(Recorded::expected)
        .containsAll(EnumSet.complementOf(EnumSet.of(FailureClass.INVALID)));
    assertThat(Recorded.all())
        .extracting(Recorded::preset)
        .containsAll(
            Arrays.stream(Preset.values()).filter(preset -> preset != Preset.ENGINE).toList());
  }

  /// Within a stream there is no status, but for what the error itself states.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OPENAI     | {'error':{'message':'m','code':'insufficient_quota'}}        | UNPAID",
        "OPENAI     | {'error':{'message':'m','code':'content_filter'}}            | ANSWER",
        "OPENAI     | {'error':{'message':'m','type':'server_error'}}              | BROKEN",
        "OPENROUTER | {'error':{'message':'m','code':429}}                         | BUSY",
        "OPENROUTER | {'error':{'message':'m','code':402}}                         | UNPAID",
        "OPENROUTER | {'error':{'message':'m','code':502}}                         | BROKEN",
        "OPENROUTER | {'error':{'message':'m','code':400}}                         | BROKEN",
        "CUSTOM     | {'type':'error','error':{'type':'overloaded_error','message':'m'}} | BUSY",
        "GEMINI     | [{'error':{'message':'m','code':429,'status':'RESOURCE_EXHAUSTED'}}] | BUSY",
        "CUSTOM     | nothing that can be read                                     | BROKEN",
      })
  void understandsAnErrorWithinAStream(Preset preset, String data, FailureClass expected) {
    // Given
    Bytes bytes = Bytes.utf8(data.replace('\'', '"'));

    // Then
    assertThat(FailureClass.of(new Fault.ReportedInStream(bytes, ErrorBody.read(bytes)), preset))
        .isEqualTo(expected);
  }

  @Test
  void whatTheTransportTellsIsBroken() {
    assertThat(FailureClass.of(new Fault.Unreachable("connection refused"), Preset.OPENAI))
        .isEqualTo(FailureClass.BROKEN);
    assertThat(FailureClass.of(new Fault.CutOff("answer cut off"), Preset.OPENAI))
        .isEqualTo(FailureClass.BROKEN);
    assertThat(FailureClass.of(new Fault.Garbage("no JSON"), Preset.OPENAI))
        .isEqualTo(FailureClass.BROKEN);
  }

  /// Waits for the fault that a reply comes to.
  private static final class FirstFault implements ReplyListener {
    private final CompletableFuture<Fault> heard = new CompletableFuture<>();

    @Override
    public void event(StreamEvent event) {}

    @Override
    public void ended() {
      heard.completeExceptionally(new AssertionError("the stream ended"));
    }

    @Override
    public void answered(Answer answer) {
      heard.completeExceptionally(new AssertionError("it answered"));
    }

    @Override
    public void failed(Fault fault) {
      heard.complete(fault);
    }
  }
}
