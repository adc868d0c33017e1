package dev.polder.evidence.proportion;

import dev.polder.evidence.Interval;
import dev.polder.evidence.Require;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/// The exact (Clopper–Pearson) bounds of a share of right answers: never less sure than they say,
/// hence what decides whether a variant clears its floor.
///
/// It holds for right-or-wrong answers to samples that each stand for themselves.
///
/// Source: C. J. Clopper & E. S. Pearson, Biometrika 26 (1934) 404–413.
public final class ExactBinomial {
  private ExactBinomial() {}

  /// The two-sided interval of the share.
  ///
  /// @param confidence two-sided, between 0 and 1
  public static Interval interval(int successes, int n, double confidence) {
    double oneSided = 1 - (1 - Require.confidence(confidence)) / 2;
    return new Interval(lower(successes, n, oneSided), upper(successes, n, oneSided));
  }

  /// The bound that the share lies above with this one-sided confidence.
  ///
  /// @param confidence one-sided, between 0 and 1, such as 0.95
  public static double lower(int successes, int n, double confidence) {
    Require.trials(successes, n);
    double alpha = 1 - Require.confidence(confidence);
    return successes == 0
        ? 0
        : BetaDistribution.of(successes, n - successes + 1.0).inverseCumulativeProbability(alpha);
  }

  /// The bound that the share lies below with this one-sided confidence.
  ///
  /// @param confidence one-sided, between 0 and 1, such as 0.95
  public static double upper(int successes, int n, double confidence) {
    return 1 - lower(n - successes, n, confidence);
  }

  /// The one-sided p value of "the share is at most `floor`": how likely so many successes, or
  /// more, would be if it were just the floor. Below alpha the floor is cleared; just then [#lower]
  /// at confidence 1 − alpha lies above it.
  ///
  /// @param floor between 0 and 1
  public static double above(int successes, int n, double floor) {
    Require.trials(successes, n);
    if (!(floor >= 0 && floor <= 1)) {
      throw new IllegalArgumentException("a floor must lie in 0 to 1: " + floor);
    }
    return successes == 0
        ? 1
        : BinomialDistribution.of(n, floor).survivalProbability(successes - 1);
  }
}
