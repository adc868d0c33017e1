package dev.polder.evidence.sequential;

import dev.polder.evidence.Estimate;
import dev.polder.evidence.Interval;

/// The mean of differences in [-1, 1] with an interval that holds at all times at once, whatever
/// their distribution: the empirical-Bernstein sequence of Howard et al. 2021, theorem 4.
///
/// Immutable, and nothing but its numbers: stored and read again, it goes on where it was. Wider
/// than [SequentialNonInferiority#interval], which must keep every difference for its bets.
///
/// @param n how many differences were seen
/// @param sum of them
/// @param errors the squares of how far each was from the mean of those before it, summed up
public record DifferenceMean(long n, double sum, double errors) {
  /// Before the first.
  public static final DifferenceMean NOTHING = new DifferenceMean(0, 0, 0);

  /// No difference lies farther from a mean of others.
  private static final double FARTHEST = 2;

  /// The variance gathered at which the interval is tightest: that of some 500 samples of which one
  /// in five is discordant.
  private static final double OPTIMAL_V = 100;

  public DifferenceMean {
    if (n < 0 || !(Math.abs(sum) <= n) || !(errors >= 0)) {
      throw new IllegalArgumentException(
          "no state of a mean: " + n + " differences, sum " + sum + ", errors " + errors);
    }
  }

  /// With one difference more, candidate minus reference.
  public DifferenceMean after(double difference) {
    double error = Checks.difference(difference) - mean();
    return new DifferenceMean(n + 1, sum + difference, errors + error * error);
  }

  /// The mean; 0 before the first.
  public double mean() {
    return n == 0 ? 0 : sum / n;
  }

  /// The mean with its interval.
  ///
  /// @param confidence that the interval holds the true mean at all times, between 0 and 1
  public Estimate estimate(double confidence) {
    double alpha = (1 - Checks.between("the confidence", 0, confidence, 1)) / 2;
    double reach =
        n == 0
            ? FARTHEST
            : Mixture.gammaExponential(OPTIMAL_V, alpha, FARTHEST).boundary(errors, alpha) / n;
    return new Estimate(
        mean(),
        new Interval(Math.max(-1, mean() - reach), Math.min(1, mean() + reach)),
        confidence,
        n);
  }
}
