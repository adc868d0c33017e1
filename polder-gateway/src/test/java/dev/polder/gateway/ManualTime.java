package dev.polder.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// Two clocks that a test sets: the wall's, which may jump, and one that only moves forward. Any
/// thread.
public final class ManualTime implements InstantSource, LongSupplier {
  private volatile Instant wall = Instant.parse("2026-11-23T12:00:00Z");
  private volatile long nanos;

  /// Lets time pass on both.
  public synchronized void pass(Duration time) {
    wall = wall.plus(time);
    nanos += time.toNanos();
  }

  /// Sets the wall's clock only, as an administrator or a time server may.
  public synchronized void jump(Duration by) {
    wall = wall.plus(by);
  }

  @Override
  public Instant instant() {
    return wall;
  }

  @Override
  public long getAsLong() {
    return nanos;
  }
}
