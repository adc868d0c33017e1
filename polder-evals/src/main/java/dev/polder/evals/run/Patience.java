package dev.polder.evals.run;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long a question is tried.
///
/// @param retries after a failure, besides the first try
/// @param firstPause before the first of them; it doubles with each further one
/// @param longestPause what it never exceeds
/// @param busy how long a deployment may go on having no room for one question; one that asks to be
///   left alone for longer ends the run
public record Patience(int retries, Duration firstPause, Duration longestPause, Duration busy) {
  /// Four retries from half a second on, a quarter of an hour for a busy one.
  public static final Patience USUAL =
      new Patience(4, Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(15));

  /// Before retry `number`, from 1: half of it is left to chance, so that what failed together does
  /// not come back together.
  Duration pause(int number, RandomGenerator random) {
    Duration whole = firstPause.multipliedBy(1L << Math.min(number - 1, 20));
    Duration bounded = whole.compareTo(longestPause) < 0 ? whole : longestPause;
    return Duration.ofNanos((long) (bounded.toNanos() * (0.5 + random.nextDouble() / 2)));
  }
}
