package dev.polder.evidence;

import java.util.Locale;

/// A measured number, never without its interval.
///
/// @param confidence of the interval, two-sided, between 0 and 1: 0.90 where a one-sided test at 5
///   % goes with it
/// @param n how many samples it rests on
public record Estimate(double value, Interval interval, double confidence, long n) {
  public Estimate {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence must lie between 0 and 1: " + confidence);
    }
  }

  /// As people read it: `0.820 [0.790, 0.850], n = 600`.
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3f %s, n = %d", value, interval, n);
  }
}
