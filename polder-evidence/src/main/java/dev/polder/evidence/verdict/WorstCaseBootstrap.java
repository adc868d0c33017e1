package dev.polder.evidence.verdict;

import dev.polder.evidence.Interval;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Bounds for the mean of few bounded values, which hold however skewed they are.
///
/// Each draw weighs the values and one imagined value at the worst end of the range by a flat
/// Dirichlet; the bound is a quantile of the draws' means. This is Gaffke's bound (N. Gaffke, Three
/// test statistics for a nonparametric one-sided hypothesis on the mean of a nonnegative variable,
/// 2005; E. Learned-Miller, arXiv 1905.06208). For values that are 0 or 1 it is the exact binomial
/// bound of Clopper and Pearson. That it is never too narrow is shown by simulation, not by proof.
/// The usual bootstrap is too narrow here: values that happen to be all the same have no spread to
/// draw from.
///
/// Where values do not count the same, each draw's weight is multiplied by the value's, and the
/// imagined value has the greatest that there can be. This is the same bound for the mean of w(x −
/// D), whose terms are bounded alike, solved for the D at which it is 0.
///
/// Draws come from a fixed seed, so that the same results always give the same verdict.
final class WorstCaseBootstrap {
  static final int USUAL_DRAWS = 10_000;
  private static final long SEED = 0x706f6c646572L;

  private final double[] low;
  private final double[] high;

  WorstCaseBootstrap(Sample sample) {
    this(sample, USUAL_DRAWS);
  }

  WorstCaseBootstrap(Sample sample, int draws) {
    low = new double[draws];
    high = new double[draws];
    RandomGenerator random = stream();
    for (int draw = 0; draw < draws; draw++) {
      double sum = 0;
      double weight = random.nextExponential();
      double imagined = weight;
      for (int i = 0; i < sample.n(); i++) {
        double w = random.nextExponential() * sample.weight(i);
        weight += w;
        sum += w * sample.value(i);
      }
      low[draw] = (sum + imagined * sample.least()) / weight;
      high[draw] = (sum + imagined * sample.greatest()) / weight;
    }
    Arrays.sort(low);
    Arrays.sort(high);
  }

  /// The exponential numbers of one draw after another: the imagined value's, then the values'.
  static RandomGenerator stream() {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
  }

  /// The interval whose ends are each a one-sided bound at `alpha`.
  Interval interval(double alpha) {
    int tail = Math.max(0, (int) Math.floor(alpha * (low.length + 1)) - 1);
    return new Interval(low[tail], high[high.length - 1 - tail]);
  }

  /// Of the test that the mean is at most `threshold`.
  double p(double threshold) {
    int found = Arrays.binarySearch(low, Math.nextUp(threshold));
    int atMost = found >= 0 ? found : -found - 1;
    return (1.0 + atMost) / (low.length + 1);
  }
}
