package dev.polder.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.ScriptedUpstream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A client that takes more connections than it may have, or keeps them without saying anything.
final class ManyConnectionsTest {
  private static final String HEALTH = "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";

  private final List<RawClient> clients = new ArrayList<>();
  private ScriptedUpstream upstream;
  private RunningGateway gateway;

  @BeforeEach
  void start() {
    upstream = ScriptedUpstream.start().always(OpenAiAnswers.chat("fine"));
    gateway = RunningGateway.over(upstream.baseUrl()).connectionsPerClient(3).start();
  }

  @AfterEach
  void stop() throws Exception {
    for (RawClient client : clients) {
      client.close();
    }
    gateway.close();
    upstream.close();
  }

  /// Connections that the gateway has accepted, each with an answer.
  private void connect(int number) throws Exception {
    for (int i = 0; i < number; i++) {
      RawClient client = new RawClient(gateway.port());
      clients.add(client);
      assertThat(client.send(HEALTH).readUntil("}")).contains(" 200 ");
    }
  }

  @Test
  void oneTooManyIsToldSoInTheDialectsFormAndClosed() throws Exception {
    // Given
    connect(3);

    // When
    try (RawClient surplus = new RawClient(gateway.port())) {
      String received = surplus.send(HEALTH + HEALTH).readAll();

      // Then
      assertThat(received)
          .startsWith("HTTP/1.1 429 ")
          .containsIgnoringCase("retry-after: 1")
          .contains("\"code\":\"too_many_connections\"", "server.connections-per-client");
      assertThat(received.split("HTTP/1.1 ", -1)).hasSize(2);
    }
    assertThat(clients.getFirst().send(HEALTH).readUntil("}")).contains(" 200 ");
  }

  @Test
  void oneTooManyThatSaysNothingIsClosedSoon() throws Exception {
    // Given
    connect(3);

    // Then
    try (RawClient surplus = new RawClient(gateway.port())) {
      assertThat(surplus.readAll()).isEmpty();
    }
  }

  @Test
  void farTooManyAreClosedWithoutAWord() throws Exception {
    // Given
    connect(3);
    for (int i = 0; i < 3; i++) {
      clients.add(new RawClient(gateway.port()));
    }

    // When
    int answered = 0;
    for (int i = 0; i < 20; i++) {
      try (RawClient more = new RawClient(gateway.port())) {
        answered += more.readAll().isEmpty() ? 0 : 1;
      }
    }

    // Then
    assertThat(answered).isZero();
    assertThat(clients.getFirst().send(HEALTH).readUntil("}")).contains(" 200 ");
  }

  @Test
  void aConnectionThatIsClosedMakesRoom() throws Exception {
    // Given
    connect(3);

    // When
    clients.removeFirst().close();

    // Then
    String received = "";
    for (int tries = 0; tries < 100 && !received.contains(" 200 "); tries++) {
      try (RawClient next = new RawClient(gateway.port())) {
        received = next.send(HEALTH).readUntil("}");
      }
    }
    assertThat(received).contains(" 200 ");
  }

  @Test
  void manyThatNeverFinishTheirHeadsKeepNobodyOut() throws Exception {
    try (RunningGateway open = RunningGateway.over(upstream.baseUrl()).start()) {
      // Given
      List<RawClient> slow = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        slow.add(new RawClient(open.port()).send("POST /v1/chat/completions HTTP/1.1\r\nx: "));
      }

      // Then: others are served, and all of these let go
      assertThat(open.chat("{\"model\":\"letters\",\"messages\":[]}").statusCode()).isEqualTo(200);
      for (RawClient client : slow) {
        assertThat(client.readAll()).isEmpty();
        client.close();
      }
    }
  }
}
