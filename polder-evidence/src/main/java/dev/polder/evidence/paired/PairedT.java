package dev.polder.evidence.paired;

import dev.polder.evidence.Interval;

/// Student's paired t for the mean difference of scores, every sample standing for itself.
///
/// It leaves clusters aside: where there are any, [ClusteredT] decides. With fewer than about 300
/// samples, or where hardly any pair differs, its interval is too narrow: see
/// `docs/concepts/evidence-statistics.md` for what to use then. With one sample, or where all
/// differences are equal, it stays honest: its interval then is as wide as what may hide unseen.
public final class PairedT {
  private final StudentMean mean;

  private PairedT(StudentMean mean) {
    this.mean = mean;
  }

  /// The test of these differences.
  public static PairedT of(PairedScores scores) {
    int n = scores.n();
    return new PairedT(new StudentMean(scores.mean(), scores.naiveStandardError(), n - 1.0, n));
  }

  /// The mean difference.
  public double mean() {
    return mean.mean();
  }

  /// sd/√n; infinite with a single sample.
  public double standardError() {
    return mean.standardError();
  }

  /// n − 1.
  public double degreesOfFreedom() {
    return mean.degreesOfFreedom();
  }

  /// The interval of the mean difference, cut at -1 and 1.
  ///
  /// @param confidence two-sided, between 0 and 1
  public Interval interval(double confidence) {
    return mean.interval(confidence);
  }

  /// The one-sided p value of "the candidate is worse by `margin` or more".
  ///
  /// @param margin the loss of quality that is accepted, between 0 and 1
  public double nonInferiority(double margin) {
    return mean.nonInferiority(margin);
  }
}
