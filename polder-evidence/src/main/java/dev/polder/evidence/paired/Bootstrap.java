package dev.polder.evidence.paired;

import dev.polder.evidence.Interval;
import dev.polder.evidence.Require;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// What the mean difference would have been on other samples of the same kind: clusters (single
/// samples where there are none) are drawn again and again, with replacement.
///
/// It supposes no shape of the differences, so it suits scores whose differences are many noughts
/// and a few large losses. It cannot see what is not in the data: where no pair differs, every draw
/// is the same. With few clusters it is as optimistic as the plain clustered error; [ClusteredT]
/// decides there.
///
/// The mean is over the samples drawn, so a draw of large clusters weighs more, as in the data.
///
/// Sources: B. Efron, Journal of the American Statistical Association 82 (1987) 171–185 (BCa); A.
/// C. Davison & D. V. Hinkley, Bootstrap Methods and their Application (1997), 5.2 and 5.3.
public final class Bootstrap {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /// Equal means differ by the rounding of their sums.
  private static final double ROUNDING = 1e-12;

  private final double estimate;
  private final double[] means;
  private final double acceleration;

  private Bootstrap(double estimate, double[] means, double acceleration) {
    this.estimate = estimate;
    this.means = means;
    this.acceleration = acceleration;
  }

  /// Draws the clusters anew.
  ///
  /// @param draws how many times; 10,000 is usual
  /// @param random seeded by whoever wants the same result again, for example
  ///   `RandomSource.L64_X128_MIX.create(seed)`, which is fast and splittable. Used by this call
  ///   only.
  public static Bootstrap of(PairedScores scores, int draws, UniformRandomProvider random) {
    if (draws < 1) {
      throw new IllegalArgumentException("a bootstrap needs draws, such as 10000: " + draws);
    }
    double[] means = Resampling.means(scores, draws, random);
    Arrays.sort(means);
    return new Bootstrap(scores.mean(), means, acceleration(scores));
  }

  /// The mean difference of the data themselves.
  public double mean() {
    return estimate;
  }

  /// How many draws were made.
  public int draws() {
    return means.length;
  }

  /// The spread of the draws: another standard error of the mean.
  public double standardError() {
    double sum = 0;
    for (double mean : means) {
      sum += mean;
    }
    double centre = sum / means.length;
    double squares = 0;
    for (double mean : means) {
      squares += (mean - centre) * (mean - centre);
    }
    return Math.sqrt(squares / Math.max(1, means.length - 1));
  }

  /// The range that holds the middle `confidence` of the draws.
  ///
  /// @param confidence two-sided, between 0 and 1
  public Interval percentile(double confidence) {
    double tail = tail(confidence);
    return new Interval(quantile(tail), quantile(1 - tail));
  }

  /// The percentile interval corrected for bias and for a spread that changes with the mean (BCa);
  /// nearer to the nominal confidence where the differences are skewed.
  ///
  /// @param confidence two-sided, between 0 and 1
  public Interval bca(double confidence) {
    double z = NORMAL.inverseSurvivalProbability(tail(confidence));
    double bias = bias();
    return new Interval(quantile(corrected(bias, -z)), quantile(corrected(bias, z)));
  }

  /// The one-sided p value of "the candidate is worse by `margin` or more": the share of draws that
  /// are, never below 1/(draws + 1).
  ///
  /// @param margin the loss of quality that is accepted, between 0 and 1
  public double nonInferiority(double margin) {
    Require.margin(margin);
    return (1.0 + upTo(-margin)) / (means.length + 1.0);
  }

  private double tail(double confidence) {
    double tail = (1 - Require.confidence(confidence)) / 2;
    if (tail * (means.length + 1) < 1) {
      throw new IllegalArgumentException(
          "%d draws are too few for a confidence of %s: draw at least %d times"
              .formatted(means.length, confidence, (long) Math.ceil(1 / tail)));
    }
    return tail;
  }

  /// Between the draws at positions of (draws + 1)·share.
  private double quantile(double share) {
    double position = Math.clamp(share * (means.length + 1) - 1, 0, means.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, means.length - 1);
    return means[below] + (position - below) * (means[above] - means[below]);
  }

  private double corrected(double bias, double z) {
    double shifted = bias + z;
    return NORMAL.cumulativeProbability(bias + shifted / (1 - acceleration * shifted));
  }

  /// How far the draws lie to one side of the estimate; draws equal to it count half.
  private double bias() {
    int below = upTo(estimate - ROUNDING);
    int equal = upTo(estimate + ROUNDING) - below;
    double share = (below + equal / 2.0) / means.length;
    double least = 1.0 / (means.length + 1);
    return NORMAL.inverseCumulativeProbability(Math.clamp(share, least, 1 - least));
  }

  private int upTo(double bound) {
    int low = 0;
    int high = means.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (means[middle] <= bound) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// A sixth of the skewness of the means with one cluster left out.
  private static double acceleration(PairedScores scores) {
    int clusters = scores.clusters();
    double[] without = new double[clusters];
    double sum = 0;
    for (int c = 0; c < clusters; c++) {
      // The mean without c less the mean: (n·d̄ − sum)/(n − n_c) − d̄.
      without[c] = -scores.deviation(c) / Math.max(1, scores.n() - scores.size(c));
      sum += without[c];
    }
    double centre = sum / clusters;
    double squares = 0;
    double cubes = 0;
    for (double mean : without) {
      double distance = centre - mean;
      squares += distance * distance;
      cubes += distance * distance * distance;
    }
    return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
  }
}
