package dev.polder.gateway.health;

import java.time.Duration;

/// How a deployment stands towards one more attempt.
public sealed interface Standing {
  Standing READY = new Ready(1);
  Standing FULL = new Full();
  Standing HELD = new Held();

  /// It may be asked.
  ///
  /// @param share of the calls that it may have now, above 0 to 1: below 1 while it is coming back
  record Ready(double share) implements Standing {}

  /// It rests.
  ///
  /// @param left how long from now
  /// @param told whether it said so itself; else Polder has taken it out, and may be wrong
  record Resting(Duration left, String reason, boolean told) implements Standing {}

  /// It has as much under way as it may have; that may change at any moment.
  record Full() implements Standing {}

  /// It has recovered, and waits for a person to say that calls may return to it.
  record Held() implements Standing {}
}
