package dev.polder.evidence.sequential;

import dev.polder.evidence.Interval;
import dev.polder.evidence.Require;

/// A confidence sequence for a mean that needs no bounds, only a finite variance; in return it is
/// an approximation, which gets better as numbers grow, like the central limit theorem.
///
/// Between an interval for a fixed number and the exact sequences: narrower than those, and wrong
/// more often than stated while numbers are small. No verdict rests on it; the exact
/// `SequentialNonInferiority` gives those. Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas,
/// "Time-uniform central limit theory and asymptotic confidence sequences", Annals of Statistics 52
/// (2024), theorem 2.2. It is the normal mixture with the variance that was seen, so the one-sided
/// bound is that of the one-sided mixture (theirs, in appendix B, is a little wider: a closed
/// form).
///
/// Not safe for use by several threads.
public final class AsymptoticSequence {
  private final double r;
  private final double alpha;
  private final double oneSidedR;
  private long n;
  private double mean;
  private double squares;

  /// @param plannedN the number at which it shall be narrowest
  /// @param alpha of being wrong, ever; for the interval on both sides together, for a bound on its
  ///   own side; between 0 and 0.5
  public AsymptoticSequence(double plannedN, double alpha) {
    this.alpha = Require.alpha(alpha);
    this.r = tuned(plannedN, alpha);
    this.oneSidedR = tuned(plannedN, 2 * alpha);
  }

  /// `r` of the paper, narrowest at `plannedN` for observations of variance 1 (its equation 30).
  static double tuned(double plannedN, double alpha) {
    double twice = -2 * Math.log(alpha);
    return Math.sqrt(
        (twice + Math.log(twice) + 1) / Checks.positive("the number to tune for", plannedN));
  }

  /// Takes the next observation.
  public void add(double observation) {
    n++;
    double before = observation - mean;
    mean += before / n;
    squares += before * (observation - mean);
  }

  /// How many there were.
  public long n() {
    return n;
  }

  /// Their mean; 0 before the first.
  public double mean() {
    return mean;
  }

  /// The mean and as much on both sides of it as the sequence allows; everything before the second.
  public Interval interval() {
    double margin = n < 2 ? Double.POSITIVE_INFINITY : margin(n, squares / n, r, alpha);
    return new Interval(mean - margin, mean + margin);
  }

  /// The lower bound alone.
  public double lower() {
    return mean - oneSidedMargin();
  }

  /// The upper bound alone.
  public double upper() {
    return mean + oneSidedMargin();
  }

  static double margin(long n, double variance, double r, double alpha) {
    return new NormalMixture(1 / (r * r)).boundary(n * variance, alpha) / n;
  }

  private double oneSidedMargin() {
    return n < 2
        ? Double.POSITIVE_INFINITY
        : new OneSidedNormalMixture(1 / (oneSidedR * oneSidedR)).boundary(squares, alpha) / n;
  }
}
