package dev.polder.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.http.Bytes;
import dev.polder.http.TestLoop;
import dev.polder.testkit.ReceivedRequest;
import dev.polder.testkit.Script;
import dev.polder.testkit.ScriptedUpstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Every way in which a transport breaks is told once, with its phase; what is cancelled stops.
final class UpstreamClientTest {
  private final TestLoop loop = new TestLoop();
  private final Heard heard = new Heard();

  @AfterEach
  void stop() {
    loop.close();
  }

  private UpstreamClient client(int connections) throws Exception {
    return loop.call(() -> new UpstreamClient(loop.vertx(), connections));
  }

  private Exchange send(UpstreamClient client, URI address, Heard listener) throws Exception {
    return send(client, address, Duration.ofSeconds(5), listener);
  }

  private Exchange send(UpstreamClient client, URI address, Duration limit, Heard listener)
      throws Exception {
    UpstreamRequest request =
        new UpstreamRequest(
            "POST", address, Headers.NONE.with("X-Test", "yes"), Bytes.utf8("{\"a\":1}"), limit);
    return loop.call(() -> client.send(request, listener));
  }

  @Test
  void bringsHeadBodyAndEndInThisOrder() throws Exception {
    try (ScriptedUpstream upstream =
        ScriptedUpstream.start().always(Script.begin().reply(201, "text/plain", "hello"))) {
      // When
      send(client(1), upstream.baseUrl(), heard);

      // Then
      assertThat(heard.next()).isEqualTo("head 201");
      assertThat(heard.next()).isEqualTo("bytes hello");
      assertThat(heard.next()).isEqualTo("end");
      ReceivedRequest received = upstream.received().getFirst();
      assertThat(received.body()).isEqualTo("{\"a\":1}");
      assertThat(received.header("content-length")).contains("7");
      assertThat(received.header("x-test")).contains("yes");
    }
  }

  @Test
  void tellsARefusedConnection() throws Exception {
    // Given
    URI nobody;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = URI.create("http://127.0.0.1:" + taken.getLocalPort());
    }

    // When
    send(client(1), nobody, heard);

    // Then
    assertThat(heard.next()).isEqualTo("failed CONNECT: connection refused");
  }

  @Test
  void tellsAHostThatDoesNotExist() throws Exception {
    // When
    send(client(1), URI.create("http://no-such-host.invalid/v1"), Duration.ofSeconds(3), heard);

    // Then: without any name server the limit comes first
    assertThat(heard.next())
        .isIn("failed CONNECT: unknown host", "failed CONNECT: no connection in time");
  }

  @Test
  void tellsAHostThatDoesNotAnswerToAConnection() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Crowd crowd = new Crowd(deaf)) {
      // Given: nobody accepts, and the queue of the waiting is full
      assertThat(crowd.size()).isPositive();

      // When
      send(
          client(1),
          URI.create("http://127.0.0.1:" + deaf.getLocalPort()),
          Duration.ofMillis(300),
          heard);

      // Then
      assertThat(heard.next()).isEqualTo("failed CONNECT: no connection in time");
    }
  }

  @Test
  void waitingForAFreeConnectionCountsTowardsTheConnectLimit() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.begin().stall())) {
      // Given: the only connection is taken
      UpstreamClient client = client(1);
      CountDownLatch arrived = new CountDownLatch(1);
      upstream.always(request -> {
        arrived.countDown();
        return Script.begin().stall();
      });
      send(client, upstream.baseUrl(), new Heard());
      assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();

      // When
      send(client, upstream.baseUrl(), Duration.ofMillis(200), heard);

      // Then
      assertThat(heard.next()).isEqualTo("failed CONNECT: no connection in time");
      assertThat(upstream.received()).hasSize(1);
    }
  }

  @Test
  void tellsAResetBeforeTheHead() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.begin().cut())) {
      // When
      send(client(1), upstream.baseUrl(), heard);

      // Then
      assertThat(heard.next()).isEqualTo("failed BEFORE_HEAD: connection closed before an answer");
      assertThat(heard.hasMore()).isFalse();
    }
  }

  @Test
  void tellsGarbageInPlaceOfAHead() throws Exception {
    try (ScriptedUpstream upstream =
        ScriptedUpstream.start().always(Script.begin().send("nonsense\r\n\r\n").close())) {
      // When
      send(client(1), upstream.baseUrl(), heard);

      // Then
      assertThat(heard.last()).startsWith("failed BEFORE_HEAD");
    }
  }

  @Test
  void tellsABodyShorterThanItsLength() throws Exception {
    Script cut = Script.begin().send("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nfour").close();
    try (ScriptedUpstream upstream = ScriptedUpstream.start().always(cut)) {
      // When
      send(client(1), upstream.baseUrl(), heard);

      // Then
      assertThat(heard.last()).isEqualTo("failed BODY: answer cut off");
    }
  }

  @Test
  void tellsAChunkedBodyWithoutItsEnd() throws Exception {
    Script cut = Script.begin().chunkedHead(200, "text/plain").chunk("part").close();
    try (ScriptedUpstream upstream = ScriptedUpstream.start().always(cut)) {
      // When
      send(client(1), upstream.baseUrl(), heard);

      // Then
      assertThat(heard.last()).isEqualTo("failed BODY: answer cut off");
      assertThat(heard.hasMore()).isFalse();
    }
  }

  @Test
  void cancellingASilentExchangeClosesItsConnection() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    try (ScriptedUpstream upstream =
        ScriptedUpstream.start().always(Script.begin().then(arrived).stall())) {
      // Given
      Exchange exchange = send(client(1), upstream.baseUrl(), heard);
      assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();

      // When
      loop.run(exchange::cancel);

      // Then
      upstream.awaitDeparture();
      loop.run(exchange::cancel);
      assertThat(heard.hasMore()).isFalse();
    }
  }

  @Test
  void cancellingInTheMiddleOfABodyClosesItsConnection() throws Exception {
    Script begun = Script.begin().chunkedHead(200, "text/plain").chunk("part").stall();
    try (ScriptedUpstream upstream = ScriptedUpstream.start().always(begun)) {
      // Given
      Exchange exchange = send(client(1), upstream.baseUrl(), heard);
      assertThat(heard.next()).isEqualTo("head 200");
      assertThat(heard.next()).isEqualTo("bytes part");

      // When
      loop.run(exchange::cancel);

      // Then
      upstream.awaitDeparture();
      assertThat(heard.hasMore()).isFalse();
    }
  }

  @Test
  void whatIsCancelledBeforeItHasAConnectionIsNeverSent() throws Exception {
    try (ScriptedUpstream upstream =
        ScriptedUpstream.start().always(Script.begin().reply(200, "text/plain", "late"))) {
      // Given
      UpstreamClient client = client(1);
      UpstreamRequest request =
          new UpstreamRequest(
              "POST", upstream.baseUrl(), Headers.NONE, Bytes.EMPTY, Duration.ofSeconds(5));

      // When: in one turn of the loop
      loop.run(() -> client.send(request, heard).cancel());

      // Then: the one connection is free for others
      Heard other = new Heard();
      send(client, upstream.baseUrl(), other);
      assertThat(other.last()).isEqualTo("end");
      assertThat(upstream.received()).hasSize(1);
      assertThat(heard.hasMore()).isFalse();
    }
  }

  /// Failures are told to the listener; in the operator's log they would only hide what matters.
  @Test
  void nothingThatIsCancelledIsLogged() throws Exception {
    Queue<String> logged = new ConcurrentLinkedQueue<>();
    Handler listener = listener(logged);
    Logger.getLogger("").addHandler(listener);
    Script begun = Script.begin().chunkedHead(200, "text/plain").chunk("part").stall();
    try (ScriptedUpstream upstream =
        ScriptedUpstream.start().next(Script.begin().stall()).next(begun)) {
      UpstreamClient client = client(1);
      UpstreamRequest request =
          new UpstreamRequest(
              "POST", upstream.baseUrl(), Headers.NONE, Bytes.EMPTY, Duration.ofSeconds(5));

      // When: before there is a connection, before the head, and in the middle of the body
      loop.run(() -> client.send(request, heard).cancel());
      Exchange silent = send(client, upstream.baseUrl(), heard);
      while (upstream.received().isEmpty()) {
        Thread.onSpinWait();
      }
      loop.run(silent::cancel);
      upstream.awaitDeparture();
      Exchange half = send(client, upstream.baseUrl(), heard);
      assertThat(heard.next()).isEqualTo("head 200");
      loop.run(half::cancel);
      upstream.awaitDeparture();
      loop.run(() -> {});

      // Then
      assertThat(logged).isEmpty();
    } finally {
      Logger.getLogger("").removeHandler(listener);
    }
  }

  private static Handler listener(Queue<String> logged) {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        logged.add(record.getLevel() + " " + record.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @Test
  void aPauseHoldsTheUpstreamBack() throws Exception {
    // Given: far more than what fits into the sockets' buffers
    Script script = Script.begin().chunkedHead(200, "text/plain");
    for (int i = 0; i < 500; i++) {
      script = script.chunk("x".repeat(64 * 1024));
    }
    CountDownLatch sentAll = new CountDownLatch(1);
    try (ScriptedUpstream upstream =
        ScriptedUpstream.start().always(script.endOfChunks().then(sentAll))) {
      UpstreamClient client = client(1);
      UpstreamRequest request =
          new UpstreamRequest(
              "POST", upstream.baseUrl(), Headers.NONE, Bytes.EMPTY, Duration.ofSeconds(5));
      Exchange exchange =
          loop.call(() -> {
            Exchange begun = client.send(request, heard);
            begun.pause();
            return begun;
          });
      assertThat(heard.next()).isEqualTo("head 200");

      // When
      boolean through = sentAll.await(700, TimeUnit.MILLISECONDS);

      // Then
      assertThat(through).isFalse();
      assertThat(heard.hasMore()).isFalse();
      loop.run(exchange::resume);
      assertThat(heard.last()).isEqualTo("end");
    }
  }

  @Test
  void aConnectionCarriesTheNextRequestAfterAWholeAnswer() throws Exception {
    try (ScriptedUpstream upstream =
        ScriptedUpstream.start().always(Script.begin().reply(200, "text/plain", "hello"))) {
      UpstreamClient client = client(4);
      for (int i = 0; i < 5; i++) {
        // When
        Heard each = new Heard();
        send(client, upstream.baseUrl(), each);
        assertThat(each.last()).isEqualTo("end");
      }

      // Then
      assertThat(upstream.received()).hasSize(5);
      assertThat(upstream.connections()).isEqualTo(1);
    }
  }

  @Test
  void noMoreConnectionsThanAllowed() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    try (ScriptedUpstream upstream =
        ScriptedUpstream.start()
            .always(Script.begin().await(open).reply(200, "text/plain", "hello"))) {
      // Given
      UpstreamClient client = client(2);
      List<Heard> all = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        Heard each = new Heard();
        all.add(each);
        send(client, upstream.baseUrl(), each);
      }

      // When
      open.countDown();

      // Then
      for (Heard each : all) {
        assertThat(each.last()).isEqualTo("end");
      }
      assertThat(upstream.connections()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void headersKeepTheirOrderAndForgetTheirCase() {
    // Given
    Headers headers = Headers.NONE.with("Retry-After", "5").with("retry-after", "6");

    // Then
    assertThat(headers.first("RETRY-AFTER")).contains("5");
    assertThat(headers.first("other")).isEmpty();
    assertThat(headers.fields()).extracting(field -> field.getKey()).containsOnly("retry-after");
  }

  /// Connections that fill the queue of a socket that accepts nobody, until the next one hangs.
  private static final class Crowd implements AutoCloseable {
    private final List<Socket> sockets = new ArrayList<>();

    Crowd(ServerSocket deaf) throws IOException {
      for (int i = 0; i < 64; i++) {
        Socket socket = new Socket();
        sockets.add(socket);
        try {
          socket.connect(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), deaf.getLocalPort()), 200);
        } catch (SocketTimeoutException full) {
          return;
        }
      }
    }

    int size() {
      return sockets.size();
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }
}
