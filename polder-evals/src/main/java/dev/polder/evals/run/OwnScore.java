package dev.polder.evals.run;

import dev.polder.evidence.Estimate;
import dev.polder.evidence.Interval;
import dev.polder.evidence.paired.ClusteredT;
import dev.polder.evidence.paired.PairedScores;
import dev.polder.evidence.paired.WeightedT;
import dev.polder.evidence.proportion.Wilson;
import java.util.Arrays;

/// A variant's own mean score with its interval, to be read beside a verdict; it decides nothing.
public final class OwnScore {
  private OwnScore() {}

  /// Wilson's interval where each value is 0 or 1, stands for itself and counts the same; else that
  /// of t over groups.
  ///
  /// @param values at least one, from 0 to 1
  /// @param groups which values are not independent: numbers from 0 on without a gap
  /// @param weights above 0: how much each value counts
  public static Estimate of(double[] values, int[] groups, double[] weights, double confidence) {
    boolean weighted = Arrays.stream(weights).distinct().count() > 1;
    boolean binary = Arrays.stream(values).allMatch(value -> value == 0 || value == 1);
    boolean alone = Arrays.stream(groups).max().orElse(0) + 1 == values.length;
    if (weighted) {
      WeightedT t = WeightedT.of(values, groups, weights);
      return estimate(t.mean(), t.interval(confidence), confidence, values.length);
    }
    double mean = Arrays.stream(values).sum() / values.length;
    int ones = (int) Arrays.stream(values).filter(value -> value == 1).count();
    return estimate(
        mean,
        binary && alone
            ? Wilson.interval(ones, values.length, confidence)
            : ClusteredT.of(new PairedScores(values, groups)).interval(confidence),
        confidence,
        values.length);
  }

  private static Estimate estimate(double mean, Interval interval, double confidence, int n) {
    return new Estimate(
        mean,
        new Interval(Math.max(0, interval.low()), Math.min(1, interval.high())),
        confidence,
        n);
  }
}
