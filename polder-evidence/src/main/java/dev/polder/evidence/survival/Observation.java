package dev.polder.evidence.survival;

/// How long something was waited for, and whether it came.
///
/// @param time not negative, in any unit
/// @param event whether it came then; otherwise the waiting goes on and was last looked at then
public record Observation(double time, boolean event) {
  /// Checks the time.
  public Observation {
    if (!(0 <= time && time < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a waiting time must not be negative: " + time);
    }
  }
}
