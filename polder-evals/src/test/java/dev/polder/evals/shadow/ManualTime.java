package dev.polder.evals.shadow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that goes on when it is told to.
final class ManualTime implements InstantSource {
  private volatile Instant now = Instant.parse("2026-11-23T10:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }
}
