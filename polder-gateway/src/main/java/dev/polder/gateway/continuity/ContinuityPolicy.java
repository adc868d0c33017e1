package dev.polder.gateway.continuity;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What a use case's owner wants when upstreams fail.
///
/// @param bufferBound how many bytes of a stream are held back at most under [Interruption#BUFFER];
///   a longer answer is let go, and an interruption of it is told as under [Interruption#FAIL]
/// @param retries how often a broken candidate is asked again before the next one is
public record ContinuityPolicy(
    Interruption interruption, Limits limits, int bufferBound, int retries, Optional<Hedge> hedge) {
  public static final int USUAL_BUFFER_BOUND = 1024 * 1024;
  public static final int USUAL_RETRIES = 1;

  /// A policy with the usual retries and without hedging.
  public ContinuityPolicy(Interruption interruption, Limits limits, int bufferBound) {
    this(interruption, limits, bufferBound, USUAL_RETRIES, Optional.empty());
  }

  private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(2);

  /// How long to wait before the `n`th retry, from 1: anything between nothing and a bound that
  /// doubles, at random, so that calls which failed together do not come back together. Source:
  /// "full jitter", M. Brooker, AWS Architecture Blog, 2015.
  static Duration backOff(int n, RandomGenerator random) {
    Duration doubled = FIRST_BACK_OFF.multipliedBy(1L << Math.min(n - 1, 20));
    Duration bound = doubled.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : doubled;
    return Duration.ofNanos(random.nextLong(bound.toNanos() + 1));
  }
}
