package dev.polder.engine.supervise;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Wakes one waiting thread because something may have happened; which, it looks up itself.
///
/// The engine's thread waits here and nowhere else, so nobody needs to interrupt it, and no
/// listener or log that it calls is ever interrupted in its work.
final class Bell {
  private final Semaphore rung = new Semaphore(0);

  void ring() {
    rung.release();
  }

  /// Returns at the next ring (at once if it rang since the last wait), at the latest after
  /// `limit`.
  void await(Duration limit) throws InterruptedException {
    if (limit.isPositive() && rung.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      rung.drainPermits();
    }
  }
}
