package dev.polder.gateway;

import static dev.polder.testkit.OpenAiAnswers.contentEvent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.gateway.continuity.Limits;
import dev.polder.gateway.ledger.Receipt;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.Script;
import dev.polder.testkit.ScriptedUpstream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A client that leaves takes the upstream's work with it. How fast is measured by `bench/cancel`;
/// here it is only demanded that it happens long before any limit of the call.
final class ClientLeavesTest {
  private static final Limits PATIENT =
      new Limits(
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(9),
          Duration.ofSeconds(30));
  private static final String STREAMED = "{\"model\":\"letters\",\"stream\":true,\"messages\":[]}";

  @Test
  void cancelsASilentUpstreamBeforeItsHead() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    try (ScriptedUpstream silent =
            ScriptedUpstream.start()
                .always(request -> {
                  arrived.countDown();
                  return Script.begin().stall();
                });
        RunningGateway gateway = RunningGateway.over(silent.baseUrl()).limits(PATIENT).start()) {
      // Given
      RawClient client = new RawClient(gateway.port()).postChat(STREAMED);
      assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();

      // When
      client.close();

      // Then
      silent.awaitDeparture();
      Receipt receipt = gateway.receipt();
      assertThat(receipt.outcome()).isEqualTo("abandoned");
      assertThat(receipt.attempts()).extracting(Receipt.Line::result).containsExactly("abandoned");
    }
  }

  @Test
  void cancelsAnUpstreamThatFallsSilentInMidStream() throws Exception {
    Script begun = OpenAiAnswers.streamHead().chunk(contentEvent("first")).stall();
    try (ScriptedUpstream silent = ScriptedUpstream.start().always(begun);
        RunningGateway gateway = RunningGateway.over(silent.baseUrl()).limits(PATIENT).start()) {
      // Given
      RawClient client = new RawClient(gateway.port()).postChat(STREAMED);
      client.readUntil("first");

      // When
      client.close();

      // Then
      silent.awaitDeparture();
      assertThat(gateway.receipt().outcome()).isEqualTo("abandoned");
    }
  }

  @Test
  void aSlowReaderHoldsTheUpstreamBackInsteadOfFillingMemory() throws Exception {
    // Given: an upstream with 64 MiB of events and a client that reads nothing at first
    String event = contentEvent("x".repeat(60_000));
    Script script = OpenAiAnswers.streamHead();
    for (int i = 0; i < 1100; i++) {
      script = script.chunk(event);
    }
    CountDownLatch sentAll = new CountDownLatch(1);
    Script whole =
        script.chunk(OpenAiAnswers.finishEvent("stop")).chunk(OpenAiAnswers.DONE).endOfChunks();
    try (ScriptedUpstream upstream = ScriptedUpstream.start().always(whole.then(sentAll));
        RunningGateway gateway = RunningGateway.over(upstream.baseUrl()).limits(PATIENT).start();
        RawClient client = new RawClient(gateway.port())) {
      client.postChat(STREAMED);
      client.readUntil("xxx");

      // When: nobody reads
      boolean drained = sentAll.await(1500, TimeUnit.MILLISECONDS);

      // Then: the upstream is held back, and all arrives once the client reads on
      assertThat(drained).isFalse();
      assertThat(client.readUntil("[DONE]").length()).isGreaterThan(60_000_000);
    }
  }
}
