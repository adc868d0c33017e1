package dev.polder.bench;

import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.HdrHistogram.Histogram;

/// Requests at a fixed rate, whatever becomes of the earlier ones. A request's latency counts from
/// the time at which it was due, so that a contender which stalls is charged for all that had to
/// wait meanwhile (no coordinated omission).
final class OpenLoop extends Load {
  private static final Duration CLOSING_LIMIT = Duration.ofSeconds(10);
  private static final int CONNECTIONS = 16;

  private final Deque<ClientConnection> idle = new ArrayDeque<>();
  private final Deque<Long> waiting = new ArrayDeque<>();
  private final Histogram latencies = new Histogram(3);
  private final long gap;
  private long next;
  private long countFrom;
  private long last;
  private boolean over;

  OpenLoop(
      EventLoopGroup group,
      Contender contender,
      Workload workload,
      int perSecond,
      Failures failures) {
    super(group, contender, workload, 1, CONNECTIONS, failures);
    this.gap = 1_000_000_000L / perSecond;
  }

  /// Sends for `settle`, which does not count, and then for `window`.
  Latency run(Duration settle, Duration window) throws InterruptedException {
    execute(() -> {
      for (int i = 0; i < CONNECTIONS; i++) {
        connect(plain -> {});
      }
      long now = System.nanoTime();
      next = now + settle.toNanos() / 2;
      countFrom = now + settle.toNanos();
      last = countFrom + window.toNanos();
      after(next - now, this::sendDue);
    });
    Thread.sleep(settle.plus(window));
    awaitClosed(CLOSING_LIMIT);
    return Latency.of(latencies);
  }

  private void sendDue() {
    long now = System.nanoTime();
    for (; next <= now && next < last; next += gap) {
      if (idle.isEmpty()) {
        waiting.add(next);
      } else {
        idle.pop().send(next);
      }
    }
    if (next < last) {
      after(next - System.nanoTime(), this::sendDue);
    } else {
      over = true;
      idle.forEach(ClientConnection::close);
    }
  }

  @Override
  public void connected(ClientConnection connection) {
    idle.push(connection);
  }

  @Override
  public void event(byte[] bytes, int length) {}

  @Override
  public void answered(ClientConnection connection, boolean good) {
    if (good && connection.due() >= countFrom) {
      latencies.recordValue(System.nanoTime() - connection.due());
    }
    if (!waiting.isEmpty()) {
      connection.send(waiting.remove());
    } else if (over) {
      connection.close();
    } else {
      idle.push(connection);
    }
  }
}
