package dev.polder.gateway.restriction;

import dev.polder.model.Deployment;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/// A restriction in force, with what it counts. Any thread, without locks.
///
/// Its end is read from the clock by whoever asks, to the millisecond, and remembered once seen: a
/// clock that is put back does not bring it to life again.
final class Held {
  private final Restriction restriction;
  private final long until;
  private final Optional<Bucket> bucket;
  private volatile boolean ended;

  Held(Restriction restriction, LongSupplier nanoTime) {
    this.restriction = restriction;
    this.until = restriction.until().map(end -> end.toEpochMilli()).orElse(Long.MAX_VALUE);
    this.bucket =
        restriction.effect() instanceof Restriction.Effect.Capped capped
            ? Optional.of(bucket(capped, nanoTime))
            : Optional.empty();
  }

  /// A tenth at once and the rest evenly: with a bucket of `burst` that gains `attempts - burst +
  /// 1` in the cap's time, no half-open stretch of that length sees more than `attempts`.
  private static Bucket bucket(Restriction.Effect.Capped capped, LongSupplier nanoTime) {
    int burst = Math.max(1, capped.attempts() / 10);
    return Bucket.builder()
        .addLimit(limit ->
            limit.capacity(burst).refillGreedy(capped.attempts() - burst + 1L, capped.per()))
        .withCustomTimePrecision(new Monotonic(nanoTime))
        .build();
  }

  Restriction restriction() {
    return restriction;
  }

  boolean inForce(InstantSource clock) {
    if (until == Long.MAX_VALUE) {
      return true;
    }
    if (!ended && clock.millis() >= until) {
      ended = true;
    }
    return !ended;
  }

  boolean meets(Deployment deployment) {
    return restriction.selector().matches(deployment);
  }

  /// Takes leave for one attempt where there is a cap; zero, or how long until there may be one.
  Duration take() {
    if (bucket.isEmpty()) {
      return Duration.ZERO;
    }
    return Duration.ofNanos(bucket.get().tryConsumeAndReturnRemaining(1).getNanosToWaitForRefill());
  }

  /// Gives back what was taken for an attempt that did not begin.
  void giveBack() {
    bucket.ifPresent(taken -> taken.addTokens(1));
  }

  private record Monotonic(LongSupplier nanoTime) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanoTime.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
