package dev.polder.evidence.proportion;

import dev.polder.evidence.Interval;
import dev.polder.evidence.Require;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// Wilson's score interval for a share of right answers: close to its nominal confidence even with
/// few samples, though not sure to reach it ([ExactBinomial] is).
///
/// Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927) 209–212.
public final class Wilson {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private Wilson() {}

  /// The interval of the share that `successes` of `n` are an estimate of.
  ///
  /// @param confidence two-sided, between 0 and 1
  public static Interval interval(int successes, int n, double confidence) {
    Require.trials(successes, n);
    double z = NORMAL.inverseSurvivalProbability((1 - Require.confidence(confidence)) / 2);
    // The upper bound counts what is missing to 1, so that both bounds are exact at 0 and at n.
    return new Interval(lower(successes, n, z), 1 - lower(n - successes, n, z));
  }

  private static double lower(double successes, double n, double z) {
    double failures = n - successes;
    double root = z * Math.sqrt(z * z / 4 + successes * failures / n);
    // x²/n over the larger root of the quadratic, instead of the smaller root by subtraction.
    return successes * successes / n / (successes + z * z / 2 + root);
  }
}
