package dev.polder.app.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands until it is told to go on.
final class ManualClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-06-12T09:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  void pass(Duration duration) {
    now = now.plus(duration);
  }
}
