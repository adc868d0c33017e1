package dev.polder.app.eval;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Makes Ctrl-C and SIGTERM wait until what is under way has come to an orderly end.
public final class EndOfProgram implements AutoCloseable {
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;

  /// @param stop asks for the end, from another thread
  /// @param patience how long the program waits for it
  public EndOfProgram(Runnable stop, Duration patience) {
    hook =
        new Thread(
            () -> {
              stop.run();
              try {
                boolean _ = done.await(patience.toMillis(), TimeUnit.MILLISECONDS);
              } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
              }
            },
            "eval-stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// The end has come.
  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The program is ending, and waits for this.
    }
  }
}
