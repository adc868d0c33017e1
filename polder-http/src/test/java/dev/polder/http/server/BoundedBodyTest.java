package dev.polder.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.http.VertxEventLoop;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A body within its bounds arrives whole; any other is refused once.
final class BoundedBodyTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  private Wire wire(int bound, Duration limit) throws Exception {
    return new Wire((loop, request) ->
        BoundedBody.read(
            request,
            VertxEventLoop.current(loop.vertx()),
            bound,
            limit,
            body -> {
              told.add("body " + body.utf8());
              request.response().end("done");
            },
            refusal -> {
              told.add("refused " + refusal);
              request.response().setStatusCode(400).end("done");
            }));
  }

  private String told() throws InterruptedException {
    String next = told.poll(10, TimeUnit.SECONDS);
    return next == null ? "nothing" : next;
  }

  private static String post(String header, String body) {
    return "POST / HTTP/1.1\r\nhost: test\r\n" + header + "\r\n\r\n" + body;
  }

  @ParameterizedTest
  @CsvSource({"0, ''", "1, x", "10, 0123456789"})
  void bodiesUpToTheBoundArriveWhole(int length, String body) throws Exception {
    try (Wire wire = wire(10, LONG)) {
      // When
      wire.send(post("content-length: " + length, body)).readUntil("done");

      // Then
      assertThat(told()).isEqualTo("body " + body);
    }
  }

  @Test
  void aBodyInPiecesArrivesWhole() throws Exception {
    try (Wire wire = wire(10, LONG)) {
      // When
      wire.send(post("transfer-encoding: chunked", "3\r\nabc\r\n"))
          .send("4\r\ndefg\r\n")
          .send("0\r\n\r\n")
          .readUntil("done");

      // Then
      assertThat(told()).isEqualTo("body abcdefg");
    }
  }

  @Test
  void refusesALengthBeyondTheBoundBeforeAnyByteOfIt() throws Exception {
    try (Wire wire = wire(10, LONG)) {
      // When
      wire.send(post("content-length: 11", "")).readUntil("done");

      // Then
      assertThat(told()).isEqualTo("refused TOO_LARGE");
    }
  }

  @Test
  void refusesOnceABodyThatTurnsOutTooLong() throws Exception {
    try (Wire wire = wire(10, LONG)) {
      // When
      wire.send(post("transfer-encoding: chunked", "8\r\n01234567\r\n3\r\n890\r\n"))
          .readUntil("done");
      wire.send("3\r\nabc\r\n0\r\n\r\n");

      // Then: the connection serves the next request as if nothing had been
      assertThat(told()).isEqualTo("refused TOO_LARGE");
      wire.send(post("content-length: 2", "ok")).readUntil("done");
      assertThat(told()).isEqualTo("body ok");
    }
  }

  @Test
  void refusesABodyThatDoesNotArriveInTime() throws Exception {
    try (Wire wire = wire(10, Duration.ofMillis(50))) {
      // When
      wire.send(post("content-length: 5", "abc")).readUntil("done");

      // Then
      assertThat(told()).isEqualTo("refused TOO_SLOW");
    }
  }

  @Test
  void saysNothingOfAClientThatCutsItsRequestShort() throws Exception {
    try (Wire wire = wire(10, Duration.ofMillis(100))) {
      // Given
      wire.send(post("content-length: 5", "abc"));

      // When
      wire.leave();

      // Then: not even when the limit has passed
      assertThat(told.poll(400, TimeUnit.MILLISECONDS)).isNull();
    }
  }
}
