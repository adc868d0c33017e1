package dev.polder.evidence.sequential;

import java.util.Arrays;

/// What gamblers own together who bet that a mean lies above (or below) `mu`, and who were right or
/// wrong step by step.
///
/// A step is a sum `x` of differences and a weight `w`, with `-w <= x <= w <= 1`: a single sample
/// has weight 1, a cluster its share of the largest cluster that there can be. A gambler who stakes
/// the fraction f of what he owns against "E[x] <= mu·E[w]" multiplies it by
///
/// ```
///   1 + f · ((x + w)/(1 + mu) - w)
/// ```
///
/// which is never negative, and on average 1 at most if that hypothesis holds, whatever came
/// before. So what he owns exceeds 1/alpha, ever, with probability alpha at most (Ville's
/// inequality). It falls as mu grows, so the values that are not rejected are an interval.
/// (Waudby-Smith and Ramdas, "Estimating means of bounded random variables by betting", JRSS B 86
/// (2024), section 4.)
///
/// What is staked may rest on the past: `tune/sd`, with the standard deviation seen so far, is
/// about best for being decided when the planned number is reached; six gamblers stake multiples of
/// it, so that no difference from the plan costs much. Their shares of the capital are our choice.
final class Capital {
  private static final double[] MULTIPLES = {0.125, 0.25, 0.5, 1, 2, 4};
  private static final double[] SHARES = {0.04, 0.08, 0.2, 0.4, 0.2, 0.08};
  private static final double MOST = 0.9;
  private static final double TINY = 1e-100; // a factor lies within [0.1, 1e10]: nothing overflows

  private final double sign;
  private final double mu;
  private final double tune;
  private final double[] recent = new double[MULTIPLES.length];
  private final double[] logs = new double[MULTIPLES.length];
  private boolean folded;

  private Capital(double sign, double mu, double tune) {
    this.sign = sign;
    this.mu = sign * mu;
    this.tune = tune;
    Arrays.fill(recent, 1);
  }

  /// Bets that the mean lies above `mu`.
  static Capital above(double mu, double tune) {
    return new Capital(1, mu, tune);
  }

  /// Bets that the mean lies below `mu`.
  static Capital below(double mu, double tune) {
    return new Capital(-1, mu, tune);
  }

  /// Takes a step.
  ///
  /// @param sd standard deviation of `x`, as far as it was known before
  void add(double x, double w, double sd) {
    double gain = (sign * x + w) / (1 + mu) - w;
    for (int k = 0; k < MULTIPLES.length; k++) {
      recent[k] *= 1 + Math.min(MOST, MULTIPLES[k] * tune / sd) * gain;
      if (recent[k] < TINY || recent[k] > 1 / TINY) {
        logs[k] += Math.log(recent[k]);
        recent[k] = 1;
        folded = true;
      }
    }
  }

  /// The natural logarithm of all that they own; 0 before the first step.
  double log() {
    if (!folded) {
      double sum = 0;
      for (int k = 0; k < recent.length; k++) {
        sum += SHARES[k] * recent[k];
      }
      return Math.log(sum);
    }
    double[] each = new double[recent.length];
    for (int k = 0; k < each.length; k++) {
      each[k] = Math.log(SHARES[k] * recent[k]) + logs[k];
    }
    double most = Arrays.stream(each).max().orElseThrow();
    return most + Math.log(Arrays.stream(each).map(one -> Math.exp(one - most)).sum());
  }
}
