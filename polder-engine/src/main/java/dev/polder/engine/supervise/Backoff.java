package dev.polder.engine.supervise;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// The pause before the next start: exponential with full jitter, forgotten after a stable period.
///
/// Full jitter draws from the whole of [0, cap], so that engines which fell together do not start
/// together (Marc Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015).
///
/// @param first the cap of the first pause; each further failure doubles it
/// @param most the largest cap
/// @param stable a child that was ready for this long ended for a new reason: counting starts
///   afresh
/// @param failures ends in a row so far
record Backoff(Duration first, Duration most, Duration stable, int failures) {
  /// One more end, of a child that had been ready for `up` (zero if it never was).
  Backoff ended(Duration up) {
    return new Backoff(first, most, stable, up.compareTo(stable) >= 0 ? 1 : failures + 1);
  }

  Duration pause(RandomGenerator random) {
    return Duration.ofNanos(random.nextLong(cap().toNanos() + 1));
  }

  private Duration cap() {
    Duration cap = first;
    for (int failure = 1; failure < failures && cap.compareTo(most) < 0; failure++) {
      cap = cap.multipliedBy(2);
    }
    return cap.compareTo(most) < 0 ? cap : most;
  }
}
