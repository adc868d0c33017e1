package dev.polder.bench;

import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/// As much as a contender can carry: every connection sends its next request when it has the answer
/// to the last one.
final class ClosedLoop extends Load {
  private static final Duration CLOSING_LIMIT = Duration.ofSeconds(10);

  private final LongAdder answers = new LongAdder();
  private final int connections;
  private volatile boolean stopping;

  ClosedLoop(
      EventLoopGroup group,
      Contender contender,
      Workload workload,
      int connections,
      Failures failures) {
    super(group, contender, workload, 1, connections, failures);
    this.connections = connections;
  }

  /// Loads the contender for `settle`, which does not count, and then for `window`.
  Measured run(Duration settle, Duration window) throws InterruptedException {
    open();
    Thread.sleep(settle);
    Window measured = Window.open(contender(), answers::sum);
    Thread.sleep(window);
    Measured result = measured.close();
    close();
    return result;
  }

  private void open() {
    execute(() -> {
      for (int i = 0; i < connections; i++) {
        connect(plain -> {});
      }
    });
  }

  private void close() throws InterruptedException {
    stopping = true;
    awaitClosed(CLOSING_LIMIT);
  }

  @Override
  public void connected(ClientConnection connection) {
    connection.send(System.nanoTime());
  }

  @Override
  public void event(byte[] bytes, int length) {}

  @Override
  public void answered(ClientConnection connection, boolean good) {
    if (good) {
      answers.increment();
    }
    if (stopping) {
      connection.close();
    } else {
      connection.send(System.nanoTime());
    }
  }
}
