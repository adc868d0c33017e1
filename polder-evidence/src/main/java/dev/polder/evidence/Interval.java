package dev.polder.evidence;

import java.util.Locale;

/// A range that holds an unknown value with some stated confidence; its bounds may be infinite.
///
/// @param low not above `high`
public record Interval(double low, double high) {
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("not an interval: [" + low + ", " + high + "]");
    }
  }

  /// Whether `value` lies within, bounds included.
  public boolean holds(double value) {
    return low <= value && value <= high;
  }

  /// High minus low.
  public double width() {
    return high - low;
  }

  /// As people read it: `[0.79, 0.85]`.
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "[%.3f, %.3f]", low, high);
  }
}
