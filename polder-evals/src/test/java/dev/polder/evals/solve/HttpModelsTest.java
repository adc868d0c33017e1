package dev.polder.evals.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.evals.sample.ToolCall;
import dev.polder.evals.score.Response;
import dev.polder.http.Bytes;
import dev.polder.model.Deployment;
import dev.polder.model.Jurisdiction;
import dev.polder.model.Operation;
import dev.polder.model.Preset;
import dev.polder.model.Provider;
import dev.polder.model.Secret;
import dev.polder.model.Usage;
import dev.polder.model.openai.ModelRequest;
import dev.polder.model.provider.Fault;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.Script;
import dev.polder.testkit.ScriptedUpstream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HttpModelsTest {
  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final HttpModels models = HttpModels.open(4);

  @AfterEach
  void close() {
    models.close();
    upstream.close();
  }

  private ModelPort port(Duration answer) {
    Provider provider =
        new Provider(
            "acme",
            Preset.CUSTOM,
            () -> Optional.of(upstream.baseUrl()),
            Optional.of(new Secret("the-key-of-acme")));
    return models.port(
        new Deployment("one", provider, "large-5", new Jurisdiction("NL", "NL", "NL")),
        new HttpModels.Limits(Duration.ofSeconds(5), answer));
  }

  private Reply ask() throws Exception {
    return port(Duration.ofSeconds(20)).ask(request());
  }

  private static ModelRequest request() throws Exception {
    return ModelRequest.read(Operation.CHAT, Bytes.utf8("{\"model\":\"letters\",\"messages\":[]}"));
  }

  private Reply says(String body) throws Exception {
    upstream.next(Script.begin().reply(200, "application/json", body));
    return ask();
  }

  @Test
  void anAnswerIsReadWithItsTokens() throws Exception {
    // Given
    upstream.next(OpenAiAnswers.chat("Ja."));

    // Then
    assertThat(ask())
        .isEqualTo(new Reply.Answered(Response.of("Ja."), Optional.of(new Usage(7, 3))));
    assertThat(upstream.received().getFirst().header("authorization"))
        .contains("Bearer the-key-of-acme");
    assertThat(upstream.received().getFirst().body())
        .isEqualTo("{\"model\":\"large-5\",\"messages\":[]}");
  }

  @Test
  void whatAnswersSayOfTheirModelIsRemembered() throws Exception {
    // Given
    assertThat(models.said("one")).isEmpty();

    // When
    says("{\"model\":\"large-5-0613\",\"system_fingerprint\":\"fp_1\",\"choices\":[]}");
    says("{\"model\":\"large-5-0613\",\"system_fingerprint\":null,\"choices\":[]}");

    // Then
    assertThat(models.said("one"))
        .containsExactlyInAnyOrder("model large-5-0613", "system_fingerprint fp_1");
    assertThat(models.said("two")).isEmpty();
  }

  @Test
  void callsOfToolsPartsAndRefusalsAreRead() throws Exception {
    assertThat(
            says(
                "{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[{\"id\":\"x\",\"function\":{\"name\":\"look\",\"arguments\":\"{}\"}}]},\"finish_reason\":\"tool_calls\"}]}"))
        .isEqualTo(
            new Reply.Answered(
                new Response("", List.of(new ToolCall("look", "{}")), "tool_calls"),
                Optional.empty()));
    assertThat(
            says(
                "{\"choices\":[{\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"text\":\"b\"}]},\"finish_reason\":\"stop\"},{\"message\":{\"content\":\"second\"}}]}"))
        .isEqualTo(new Reply.Answered(Response.of("ab"), Optional.empty()));
    assertThat(
            says(
                "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"I cannot.\"},\"finish_reason\":\"stop\"}]}"))
        .isEqualTo(
            new Reply.Answered(
                new Response("I cannot.", List.of(), Framing.REFUSED), Optional.empty()));
  }

  @Test
  void whatIsNoAnswerIsAFault() throws Exception {
    upstream
        .next(OpenAiAnswers.error(429, "requests", "rate_limit_exceeded", "slow down"))
        .next(Script.begin().cut())
        .next(Script.begin().reply(200, "application/json", "{\"choices\":[{"))
        .next(Script.begin().reply(200, "application/json", "{}"));

    assertThat(ask())
        .isInstanceOfSatisfying(
            Reply.Failed.class,
            failed -> assertThat(failed.fault()).isInstanceOf(Fault.Rejected.class));
    for (int i = 0; i < 3; i++) {
      assertThat(ask()).isInstanceOf(Reply.Failed.class);
    }
  }

  @Test
  void anAnswerThatDoesNotComeInTimeIsGivenUpAndCancelled() throws Exception {
    // Given
    upstream.next(Script.begin().stall());

    // When
    Reply reply = port(Duration.ofMillis(50)).ask(request());

    // Then
    assertThat(reply)
        .isInstanceOfSatisfying(
            Reply.Failed.class,
            failed -> assertThat(failed.fault()).isInstanceOf(Fault.CutOff.class));
    upstream.awaitDeparture();
  }

  @Test
  void whoIsInterruptedLeavesTheDeployment() throws Exception {
    // Given
    CountDownLatch asked = new CountDownLatch(1);
    upstream.next(Script.begin().then(asked).stall());
    Thread asker =
        Thread.ofVirtual()
            .start(() -> assertThatThrownBy(this::ask).isInstanceOf(InterruptedException.class));
    asked.await();

    // When
    asker.interrupt();

    // Then
    asker.join();
    upstream.awaitDeparture();
  }
}
