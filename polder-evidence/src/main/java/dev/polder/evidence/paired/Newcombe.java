package dev.polder.evidence.paired;

import dev.polder.evidence.Interval;
import dev.polder.evidence.proportion.Wilson;

/// Newcombe's "method 10": an interval for the difference of two shares of right answers on the
/// same samples, put together from each one's Wilson interval and the correlation of the two.
///
/// It needs no search and agrees closely with [Tango], which decides; it serves to show that a
/// result does not hang on the method. Source: R. G. Newcombe, Statistics in Medicine 17 (1998)
/// 2635–2650, with his continuity correction of the correlation.
public final class Newcombe {
  private Newcombe() {}

  /// The interval of the difference candidate minus reference.
  ///
  /// @param confidence two-sided, between 0 and 1
  public static Interval interval(PairTable table, double confidence) {
    int candidateRight = table.both() + table.candidateOnly();
    int referenceRight = table.both() + table.referenceOnly();
    double candidate = candidateRight / (double) table.n();
    double reference = referenceRight / (double) table.n();
    Interval ofCandidate = Wilson.interval(candidateRight, table.n(), confidence);
    Interval ofReference = Wilson.interval(referenceRight, table.n(), confidence);
    double phi = correlation(table);
    double down = combined(candidate - ofCandidate.low(), ofReference.high() - reference, phi);
    double up = combined(ofCandidate.high() - candidate, reference - ofReference.low(), phi);
    double difference = table.difference();
    return new Interval(Math.max(-1, difference - down), Math.min(1, difference + up));
  }

  private static double combined(double one, double other, double phi) {
    return Math.sqrt(Math.max(0, one * one - 2 * phi * one * other + other * other));
  }

  private static double correlation(PairTable t) {
    double candidateRight = (double) t.both() + t.candidateOnly();
    double referenceRight = (double) t.both() + t.referenceOnly();
    double n = t.n();
    double margins = candidateRight * (n - candidateRight) * referenceRight * (n - referenceRight);
    if (margins == 0) {
      return 0;
    }
    double cross = (double) t.both() * t.neither() - (double) t.candidateOnly() * t.referenceOnly();
    double corrected = cross > 0 ? Math.max(0, cross - n / 2) : cross;
    return corrected / Math.sqrt(margins);
  }
}
