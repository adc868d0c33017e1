package dev.polder.app.telemetry;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waits for what comes about on another thread and tells nobody.
final class Eventually {
  private Eventually() {}

  static void holds(Duration limit, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not come about within " + limit);
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}
