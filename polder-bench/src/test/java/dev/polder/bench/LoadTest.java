package dev.polder.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Load, relay and upstream together, on real sockets.
class LoadTest {
  private static final Duration SETTLE = Duration.ofMillis(50);
  private static final Duration WINDOW = Duration.ofMillis(300);

  private final EventLoopGroup loop = Sockets.loop("load");
  private final Upstream upstream = Upstream.start();
  private final Failures failures = new Failures();

  @AfterEach
  void stop() {
    upstream.close();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static Contender at(int port) {
    return new Contender("contender", port, Processes.of(ProcessHandle.current()));
  }

  @ParameterizedTest
  @EnumSource(
      value = Workload.class,
      names = {"ANSWER_2K", "ANSWER_50K", "EVENTS_50"})
  void whatTheUpstreamAnswersIsCounted(Workload workload) throws Exception {
    Measured measured =
        new ClosedLoop(loop, at(upstream.port()), workload, 2, failures).run(SETTLE, WINDOW);

    assertThat(failures.lines()).isEmpty();
    assertThat(measured.perSecond()).isPositive();
    assertThat(measured.cpuMicros()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(
      value = Workload.class,
      names = {"ANSWER_2K", "ANSWER_50K", "EVENTS_50"})
  void theRelayPassesOnEveryByteUnchanged(Workload workload) throws Exception {
    int port = freePort();
    try (Relay relay = Relay.start(port, upstream.port(), 1)) {
      String direct = answer(upstream.port(), workload);

      assertThat(answer(port, workload)).isEqualTo(direct).isNotEmpty();
      assertThat(relay).isNotNull();
    }
  }

  @Test
  void aFixedRateIsKeptAndEveryRequestTimed() throws Exception {
    OpenLoop openLoop = new OpenLoop(loop, at(upstream.port()), Workload.ANSWER_2K, 100, failures);

    Latency latency = openLoop.run(SETTLE, Duration.ofMillis(500));

    assertThat(failures.lines()).isEmpty();
    assertThat(latency.count()).isBetween(49L, 51L);
    assertThat(latency.median()).isPositive().isLessThanOrEqualTo(latency.p99());
  }

  @Test
  void everyEventOfPacedStreamsArrivesAndIsTimed() throws Exception {
    PacedLoad.Result result =
        new PacedLoad(
                loop, at(upstream.port()), Workload.PACED_25, 5, SETTLE, SETTLE, WINDOW, failures)
            .run();

    assertThat(failures.lines()).isEmpty();
    assertThat(result.lateness().count()).isPositive();
  }

  @Test
  void anAnswerThatIsCutOffIsAFailure() throws Exception {
    try (ServerSocket listening = cutting("HTTP/1.1 200 OK\r\ncontent-length: 2048\r\n\r\nonly")) {
      new ClosedLoop(loop, at(listening.getLocalPort()), Workload.ANSWER_2K, 1, failures)
          .run(SETTLE, WINDOW);
    }

    assertThat(failures.lines()).isEqualTo("contender, answer-2k: answer cut off (1 times)");
  }

  @Test
  void aConnectionThatClosesWithoutAnAnswerIsAFailure() throws Exception {
    try (ServerSocket listening = cutting("")) {
      new ClosedLoop(loop, at(listening.getLocalPort()), Workload.EVENTS_50, 1, failures)
          .run(SETTLE, WINDOW);
    }

    assertThat(failures.lines())
        .isEqualTo("contender, events-50: connection closed before an answer (1 times)");
  }

  @Test
  void nobodyListeningIsAFailure() throws Exception {
    new ClosedLoop(loop, at(freePort()), Workload.ANSWER_2K, 1, failures).run(SETTLE, WINDOW);

    assertThat(failures.lines()).isEqualTo("contender, answer-2k: no connection (1 times)");
  }

  /// A server that answers its one client with `text` and leaves.
  private static ServerSocket cutting(String text) throws IOException {
    ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(() -> {
          try (Socket socket = listening.accept()) {
            socket.getInputStream().readNBytes(Workload.ANSWER_2K.request(1).length - 4);
            socket.getOutputStream().write(text.getBytes(US_ASCII));
            socket.shutdownOutput();
            socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
          } catch (IOException gone) {
            // The load has left, as it should.
          }
        });
    return listening;
  }

  /// The body of one answer, its chunks put together.
  private static String answer(int port, Workload workload) throws IOException {
    StringBuilder body = new StringBuilder();
    boolean[] over = {false};
    AnswerReader reader =
        new AnswerReader(
            workload.expectation(1),
            new AnswerReader.Listener() {
              @Override
              public void event(byte[] bytes, int length) {
                body.append(new String(bytes, 0, length, US_ASCII));
              }

              @Override
              public void answered(String fault) {
                assertThat(fault).isEmpty();
                over[0] = true;
              }
            });
    StringBuilder wire = new StringBuilder();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(workload.request(1));
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[8192];
      while (!over[0]) {
        int count = in.read(buffer);
        wire.append(new String(buffer, 0, count, US_ASCII));
        reader.feed(buffer, 0, count);
      }
    }
    boolean whole = workload.kind() == Workload.Kind.ANSWER;
    return whole ? wire.substring(wire.indexOf("\r\n\r\n")) : body.toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
