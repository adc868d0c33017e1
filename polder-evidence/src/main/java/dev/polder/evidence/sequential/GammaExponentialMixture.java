package dev.polder.evidence.sequential;

import static java.lang.Math.log;

import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/// Bets on positive deviations whose tail is that of an exponential variable; what a bet leaves
/// towards its largest size `1/c` has a gamma distribution, cut off there.
record GammaExponentialMixture(double rho, double c) implements Mixture {
  @Override
  public double logCapital(double s, double v) {
    double prior = rho / (c * c);
    double shape = (v + rho) / (c * c);
    double rate = (c * s + v + rho) / (c * c);
    if (rate <= 0) {
      return Double.NEGATIVE_INFINITY; // so far below 0 that all bets have lost
    }
    return logShare(prior, prior) - logShare(shape, rate) + (rate - prior);
  }

  /// The logarithm of what makes a gamma density, cut off at 1, a density.
  private static double logShare(double shape, double rate) {
    return shape * log(rate) - LogGamma.value(shape) - log(RegularizedGamma.P.value(shape, rate));
  }

  @Override
  public double boundary(double v, double alpha) {
    return Boundary.of(this, v, alpha, Double.POSITIVE_INFINITY);
  }
}
