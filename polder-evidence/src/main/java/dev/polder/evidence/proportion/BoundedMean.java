package dev.polder.evidence.proportion;

import dev.polder.evidence.Require;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/// A lower bound of the mean of scores in 0 to 1 that holds at every n and whatever the scores look
/// like: the floor's test where answers are not just right or wrong.
///
/// It is the smaller of two p values, Hoeffding's in its sharp form and Bentkus': a mean of bounded
/// scores is never more than e = 2.718 times as likely to be so high as a count of coin throws. For
/// right-or-wrong answers [ExactBinomial] is exact and closer.
///
/// Sources: W. Hoeffding, Journal of the American Statistical Association 58 (1963) 13–30; V.
/// Bentkus, Annals of Probability 32 (2004) 1650–1673; combined as by S. Bates et al., Journal of
/// the ACM 68 (2021) 43, there for losses, here for scores.
public final class BoundedMean {
  private static final double TOLERANCE = 1e-9;

  private BoundedMean() {}

  /// The one-sided p value of "the mean is at most `floor`".
  ///
  /// @param sum of the scores
  /// @param n how many scores
  /// @param floor between 0 and 1
  public static double above(double sum, int n, double floor) {
    requireScores(sum, n);
    if (!(floor >= 0 && floor <= 1)) {
      throw new IllegalArgumentException("a floor must lie in 0 to 1: " + floor);
    }
    double mean = sum / n;
    if (mean <= floor) {
      return 1;
    }
    if (floor == 0) {
      return 0;
    }
    double hoeffding = Math.exp(-n * divergence(mean, floor));
    int whole = (int) Math.floor(sum + TOLERANCE);
    double coin = whole == 0 ? 1 : BinomialDistribution.of(n, floor).survivalProbability(whole - 1);
    return Math.min(1, Math.min(hoeffding, Math.E * coin));
  }

  /// The bound that the mean lies above with this one-sided confidence.
  ///
  /// @param sum of the scores
  /// @param n how many scores
  /// @param confidence one-sided, between 0 and 1, such as 0.95
  public static double lower(double sum, int n, double confidence) {
    requireScores(sum, n);
    double alpha = 1 - Require.confidence(confidence);
    double below = 0;
    double above = sum / n;
    while (above - below > TOLERANCE) {
      double middle = (below + above) / 2;
      if (above(sum, n, middle) < alpha) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return below;
  }

  /// The Kullback–Leibler divergence of two coins.
  private static double divergence(double mean, double floor) {
    double right = mean * Math.log(mean / floor);
    return mean >= 1 ? right : right + (1 - mean) * Math.log((1 - mean) / (1 - floor));
  }

  private static void requireScores(double sum, int n) {
    if (n < 1 || !(sum >= 0 && sum <= n)) {
      throw new IllegalArgumentException(
          "there must be at least one score, each in 0 to 1: sum %s of %d".formatted(sum, n));
    }
  }
}
