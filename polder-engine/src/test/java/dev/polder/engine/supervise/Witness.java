package dev.polder.engine.supervise;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Writes down states and lines as they come, so that a test can wait for the next one it wants.
final class Witness<T> {
  private final LinkedBlockingQueue<T> seen = new LinkedBlockingQueue<>();

  void sees(T one) {
    seen.add(one);
  }

  /// The next one that fits; those before it are passed over. Fails after thirty seconds.
  T next(Predicate<? super T> fits) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    var passed = new StringBuilder();
    while (true) {
      T one = seen.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (one == null) {
        throw new AssertionError("Not seen within 30 s. Seen instead:" + passed);
      }
      if (fits.test(one)) {
        return one;
      }
      passed.append("\n  ").append(one);
    }
  }

  <S extends T> S next(Class<S> kind) throws InterruptedException {
    return kind.cast(next(kind::isInstance));
  }

  /// What was seen and not yet taken.
  List<T> rest() {
    return List.copyOf(seen);
  }
}
