package dev.polder.http;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// The one thread on which everything of a call runs, client and upstream side alike.
///
/// Because of it nothing in a call needs a lock. Tasks and timers run one after the other, never
/// inside the call that hands them over.
public interface EventLoop {
  /// Runs `task` soon, on the loop. Any thread may call this.
  void execute(Runnable task);

  /// Runs `task` once after `delay` (at least a millisecond). On the loop only.
  Timer after(Duration delay, Runnable task);

  /// Runs `work`, which takes long or blocks, elsewhere, then exactly one of the other two on the
  /// loop.
  <T> void offload(Callable<T> work, Consumer<T> done, Consumer<Throwable> failed);

  /// Nanoseconds of a clock that only moves forward; for durations only. Any thread may ask.
  long nanoTime();

  /// A task that waits for its time.
  interface Timer {
    /// Makes sure that the task will not run; harmless when it has.
    void cancel();
  }
}
