package dev.polder.evidence.sequential;

import static java.lang.Math.log;

import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/// Bets on deviations between `-g` and `h`, each the likelihood ratio of a coin; the coins' chances
/// have a beta distribution, cut off at the fair one where it is one-sided.
record BetaBinomialMixture(double r, double g, double h, boolean oneSided) implements Mixture {
  BetaBinomialMixture {
    Checks.positive("g", g);
    Checks.positive("h", h);
  }

  static BetaBinomialMixture twoSided(double optimalV, double alpha, double g, double h) {
    return new BetaBinomialMixture(prior(NormalMixture.rho(optimalV, alpha), g, h), g, h, false);
  }

  static BetaBinomialMixture oneSided(double optimalV, double alpha, double g, double h) {
    double rho = OneSidedNormalMixture.rho(optimalV, alpha);
    return new BetaBinomialMixture(prior(rho, g, h), g, h, true);
  }

  /// The prior weighs as much as the normal mixture's, less the one observation that a beta prior
  /// has in itself. Never below a thousandth of one: that floor is a convention of the authors' own
  /// library (confseq), and any positive number is valid.
  private static double prior(double rho, double g, double h) {
    return Math.max(rho - g * h, 1e-3 * g * h);
  }

  @Override
  public double logCapital(double s, double v) {
    double range = g + h;
    double ups = (v + h * s) / (h * range);
    double downs = (v - g * s) / (g * range);
    return v / (g * h) * log(range)
        - ups * log(g)
        - downs * log(h)
        + logBeta(r / (g * range) + downs, r / (h * range) + ups)
        - logBeta(r / (g * range), r / (h * range));
  }

  private double logBeta(double a, double b) {
    double whole = LogBeta.value(a, b);
    return oneSided ? whole + log(RegularizedBeta.value(h / (g + h), a, b)) : whole;
  }

  @Override
  public double boundary(double v, double alpha) {
    // Deviations of at most h, each adding g·h to v, cannot sum up to more than v/g.
    return Boundary.of(this, v, alpha, v / g);
  }
}
