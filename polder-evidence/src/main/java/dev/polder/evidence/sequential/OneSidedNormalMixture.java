package dev.polder.evidence.sequential;

import static java.lang.Math.log;
import static java.lang.Math.sqrt;

import org.apache.commons.numbers.gamma.Erfc;

/// Bets on positive deviations only, their sizes half-normal.
record OneSidedNormalMixture(double rho) implements Mixture {
  OneSidedNormalMixture {
    Checks.positive("rho", rho);
  }

  /// One side gets all of alpha, so it is tuned like a two-sided mixture with twice as much.
  static double rho(double v, double alpha) {
    Checks.between("a one-sided alpha", 0, alpha, 0.5);
    return NormalMixture.rho(v, 2 * alpha);
  }

  @Override
  public double logCapital(double s, double v) {
    double z = s / sqrt(v + rho);
    return 0.5 * log(4 * rho / (v + rho)) + z * z / 2 + log(0.5 * Erfc.value(-z / sqrt(2)));
  }

  @Override
  public double boundary(double v, double alpha) {
    return Boundary.of(this, v, alpha, Double.POSITIVE_INFINITY);
  }
}
