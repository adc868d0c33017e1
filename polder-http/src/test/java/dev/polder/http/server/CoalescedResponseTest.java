package dev.polder.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.http.Bytes;
import dev.polder.http.EventLoop;
import dev.polder.http.VertxEventLoop;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Writes of one turn leave together; who was told to wait is told to go on.
final class CoalescedResponseTest {
  private static final String GET = "GET / HTTP/1.1\r\nhost: test\r\n\r\n";

  private static void nothing() {}

  @Test
  void theWritesOfOneTurnAreOneChunkOnTheWire() throws Exception {
    try (Wire wire =
        new Wire((loop, request) -> {
          EventLoop events = VertxEventLoop.current(loop.vertx());
          request.response().setChunked(true);
          CoalescedResponse out =
              new CoalescedResponse(
                  request.response(),
                  events,
                  CoalescedResponseTest::nothing,
                  CoalescedResponseTest::nothing);
          out.write(Bytes.utf8("one"));
          out.write(Bytes.utf8("two"));
          out.write(Bytes.utf8("three"));
          events.after(
              Duration.ofMillis(20),
              () -> {
                out.write(Bytes.utf8("next"));
                out.end();
                out.write(Bytes.utf8("too late"));
              });
        })) {
      // When
      String answer = wire.send(GET).readUntil("0\r\n\r\n");

      // Then
      assertThat(answer).endsWith("\r\n\r\nb\r\nonetwothree\r\n4\r\nnext\r\n0\r\n\r\n");
    }
  }

  @Test
  void aClientThatLeavesIsToldOnceAndWritesAreDropped() throws Exception {
    AtomicInteger told = new AtomicInteger();
    CountDownLatch closed = new CountDownLatch(1);
    List<CoalescedResponse> responses = new ArrayList<>();
    try (Wire wire =
        new Wire((loop, request) -> {
          CoalescedResponse out =
              new CoalescedResponse(
                  request.response().setChunked(true),
                  VertxEventLoop.current(loop.vertx()),
                  () -> {
                    told.incrementAndGet();
                    closed.countDown();
                  },
                  CoalescedResponseTest::nothing);
          responses.add(out);
          out.write(Bytes.utf8("begun"));
        })) {
      // Given
      wire.send(GET).readUntil("begun");

      // When
      wire.leave();

      // Then
      assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
      wire.loop()
          .run(() -> {
            CoalescedResponse out = responses.getFirst();
            assertThat(out.isClosed()).isTrue();
            out.write(Bytes.utf8("dropped"));
            out.end();
          });
      assertThat(told).hasValue(1);
    }
  }

  @Test
  void aSlowReaderFillsItAndReadingOnDrainsIt() throws Exception {
    // Given: a source that writes as long as there is room
    AtomicInteger drained = new AtomicInteger();
    CountDownLatch full = new CountDownLatch(1);
    List<CoalescedResponse> responses = new ArrayList<>();
    try (Wire wire =
        new Wire((loop, request) -> {
          EventLoop events = VertxEventLoop.current(loop.vertx());
          CoalescedResponse out =
              new CoalescedResponse(
                  request.response().setChunked(true),
                  events,
                  CoalescedResponseTest::nothing,
                  () -> {
                    drained.incrementAndGet();
                    responses.getFirst().write(Bytes.utf8("after the pause"));
                  });
          responses.add(out);
          writeUntilFull(events, out, full);
        })) {
      wire.send(GET);

      // When: the client reads nothing until the source had to wait
      assertThat(full.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(drained).hasValue(0);

      // Then
      wire.readUntil("after the pause");
      assertThat(drained).hasValue(1);
    }
  }

  private static void writeUntilFull(EventLoop loop, CoalescedResponse out, CountDownLatch full) {
    out.write(Bytes.of(new byte[64 * 1024]));
    loop.after(
        Duration.ofMillis(1),
        () -> {
          if (out.isFull()) {
            full.countDown();
          } else {
            writeUntilFull(loop, out, full);
          }
        });
  }

  @Test
  void askingAgainDoesNotForgetWhoIsWaiting() {
    // Given: a queue that was full when asked
    Wired wired = new Wired();
    wired.queueFull = true;
    assertThat(wired.out.isFull()).isTrue();

    // When: it has room again, and somebody asks before it could say so
    wired.queueFull = false;
    assertThat(wired.out.isFull()).isFalse();
    wired.drain();

    // Then
    assertThat(wired.drained).hasValue(1);
  }

  @Test
  void aTurnThatBringsTooMuchIsFullUntilItIsFlushed() {
    // Given
    Wired wired = new Wired();

    // When
    wired.out.write(Bytes.of(new byte[256 * 1024]));
    assertThat(wired.out.isFull()).isFalse();
    wired.out.write(Bytes.of(new byte[1]));
    assertThat(wired.out.isFull()).isTrue();
    wired.turn();

    // Then: the queue took it all, so it will never say that it has drained
    assertThat(wired.writes).containsExactly(256 * 1024 + 1);
    assertThat(wired.drained).hasValue(1);
    assertThat(wired.out.isFull()).isFalse();
  }

  @Test
  void whoWasNeverToldToWaitIsNotToldToGoOn() {
    // Given
    Wired wired = new Wired();

    // When
    wired.out.write(Bytes.utf8("x"));
    wired.turn();
    wired.drain();

    // Then
    assertThat(wired.drained).hasValue(0);
  }

  @Test
  void endingTakesAlongWhatIsPending() {
    // Given
    Wired wired = new Wired();

    // When
    wired.out.write(Bytes.utf8("last"));
    wired.out.end();
    wired.turn();

    // Then
    assertThat(wired.writes).containsExactly(4);
    assertThat(wired.ends).isEqualTo(1);
  }

  /// A response over a connection that does what the test says.
  private static final class Wired implements EventLoop {
    private final List<Integer> writes = new ArrayList<>();
    private final AtomicInteger drained = new AtomicInteger();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Map<String, Handler<?>> handlers = new HashMap<>();
    private boolean queueFull;
    private int ends;
    private final CoalescedResponse out =
        new CoalescedResponse(
            response(), this, CoalescedResponseTest::nothing, drained::incrementAndGet);

    private HttpServerResponse response() {
      return (HttpServerResponse)
          Proxy.newProxyInstance(
              HttpServerResponse.class.getClassLoader(),
              new Class<?>[] {HttpServerResponse.class},
              (proxy, method, arguments) -> {
                return switch (method.getName()) {
                  case "writeQueueFull" -> queueFull;
                  case "write" -> note(arguments);
                  case "end" -> {
                    ends++;
                    yield arguments == null ? null : note(arguments);
                  }
                  case "drainHandler", "closeHandler", "exceptionHandler" -> {
                    handlers.put(method.getName(), (Handler<?>) arguments[0]);
                    yield proxy;
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                };
              });
    }

    private @Nullable Object note(Object[] arguments) {
      writes.add(((Buffer) arguments[0]).length());
      return null;
    }

    void drain() {
      Objects.requireNonNull(handlers.get("drainHandler")).handle(null);
    }

    /// Ends the turn: runs what waits for that.
    void turn() {
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    }

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> void offload(Callable<T> work, Consumer<T> done, Consumer<Throwable> failed) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long nanoTime() {
      return 0;
    }
  }
}
