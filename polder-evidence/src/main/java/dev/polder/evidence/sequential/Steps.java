package dev.polder.evidence.sequential;

import java.util.Arrays;

/// The steps of a sequential comparison so far, each with what was known of their spread before it.
final class Steps {
  /// The variance that is believed in before anything was seen, as much as this many steps.
  private static final double PRIOR_VARIANCE = 0.2;

  private static final double PRIOR_STEPS = 5;

  private double[] sums = new double[64];
  private double[] weights = new double[64];
  private double[] spreads = new double[64];
  private int count;
  private double sum;
  private double weight;
  private double squares = PRIOR_VARIANCE * PRIOR_STEPS;

  /// The standard deviation of a step's sum as far as it is known; never 0.
  double spread() {
    return Math.sqrt(squares / (PRIOR_STEPS + count));
  }

  void add(double x, double w) {
    if (count == sums.length) {
      sums = Arrays.copyOf(sums, 2 * count);
      weights = Arrays.copyOf(weights, 2 * count);
      spreads = Arrays.copyOf(spreads, 2 * count);
    }
    sums[count] = x;
    weights[count] = w;
    spreads[count] = spread();
    double error = x - (count == 0 ? 0 : sum / count);
    squares += error * error;
    sum += x;
    weight += w;
    count++;
  }

  int count() {
    return count;
  }

  /// The mean difference, each sample counting the same; 0 before the first.
  double mean() {
    return count == 0 ? 0 : sum / weight;
  }

  /// The lowest mean that bets on a higher one do not reject.
  ///
  /// @param threshold of the logarithm of the capital
  double lowest(double tune, double threshold) {
    double least = -1 + 1e-9;
    if (replay(Capital.above(least, tune)) < threshold) {
      return -1;
    }
    // Against a mean of 1 nothing is ever won, so the root lies between.
    return Boundary.root(mu -> replay(Capital.above(mu, tune)) - threshold, least, 1);
  }

  /// The highest mean that bets on a lower one do not reject.
  double highest(double tune, double threshold) {
    double most = 1 - 1e-9;
    if (replay(Capital.below(most, tune)) < threshold) {
      return 1;
    }
    return Boundary.root(mu -> replay(Capital.below(mu, tune)) - threshold, -1, most);
  }

  private double replay(Capital capital) {
    for (int i = 0; i < count; i++) {
      capital.add(sums[i], weights[i], spreads[i]);
    }
    return capital.log();
  }
}
