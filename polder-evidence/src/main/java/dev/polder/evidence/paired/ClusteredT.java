package dev.polder.evidence.paired;

import dev.polder.evidence.Interval;

/// The t test for the mean difference of scores in clusters, honest with few and unequal clusters:
/// the CR2 variance with Satterthwaite's degrees of freedom.
///
/// Why not the plain clustered error with C − 1 degrees of freedom: a large cluster pulls the mean
/// towards itself, so that its deviation looks small, and the degrees of freedom are fewer than
/// they seem. With 12 clusters, one of which holds 231 of 500 samples, it wrongly says
/// "non-inferior" up to 2.7 times as often as it should; this test 0.8 to 1.3 times (simulated in
/// `CoverageTest`).
///
/// **CR2** (Bell & McCaffrey, Survey Methodology 28 (2002) 169–181; Pustejovsky & Tipton, Journal
/// of Business & Economic Statistics 36 (2018) 672–683) widens each cluster's residuals by A_c = (I
/// − H_cc)^(−1/2), so that the variance is unbiased if samples were independent. For a mean the hat
/// matrix is H = J/n (J all ones), its block H_cc = J/n too, and I − J/n on n_c samples has the
/// eigenvalue 1 − h_c with h_c = n_c/n for the vector of ones, else 1. The residuals of a cluster
/// enter only through their sum S_c = Σ (d_i − d̄), so A_c amounts to a division:
///
/// ```
/// V = (1/n²) Σ_c S_c² / (1 − h_c)
/// ```
///
/// **Degrees of freedom**: V is a sum of squares Σ (p_c·ε)², p_c = (1_c − h_c 1)/(n √(1 − h_c)).
/// With G_cd = p_c·p_d they are (tr G)²/tr G². Since (1_c − h_c 1)·(1_d − h_d 1) = n(δ_cd h_c − h_c
/// h_d), n² G_cc = n h_c, and n² G_cd = −n h_c h_d/√((1 − h_c)(1 − h_d)) for c ≠ d, so that tr G =
/// 1/n and
///
/// ```
/// df = 1 / (Σ h_c² + (Σ u_c)² − Σ u_c²)        u_c = h_c²/(1 − h_c)
/// ```
///
/// which is C − 1 for equal clusters, and with clusters of one sample each all of this is
/// [PairedT]. One pass over the clusters computes it.
public final class ClusteredT {
  /// Below so many [#effectiveClusters] a verdict is *not decidable*, whatever the p value says.
  public static final double LEAST_EFFECTIVE_CLUSTERS = 10;

  private final StudentMean mean;

  private ClusteredT(StudentMean mean) {
    this.mean = mean;
  }

  /// The test of these differences.
  public static ClusteredT of(PairedScores scores) {
    double n = scores.n();
    if (scores.clusters() == 1) {
      return new ClusteredT(new StudentMean(scores.mean(), Double.POSITIVE_INFINITY, 0, 1));
    }
    double variance = 0;
    double shares = 0;
    double weights = 0;
    double weightsSquared = 0;
    for (int c = 0; c < scores.clusters(); c++) {
      double share = scores.size(c) / n;
      double weight = share * share / (1 - share);
      variance += scores.deviation(c) * scores.deviation(c) / (1 - share);
      shares += share * share;
      weights += weight;
      weightsSquared += weight * weight;
    }
    double degreesOfFreedom = 1 / (shares + weights * weights - weightsSquared);
    return new ClusteredT(
        new StudentMean(
            scores.mean(), Math.sqrt(variance) / n, degreesOfFreedom, scores.effectiveClusters()));
  }

  /// The mean difference, over samples and not over clusters.
  public double mean() {
    return mean.mean();
  }

  /// √V, CR2; infinite with a single cluster.
  public double standardError() {
    return mean.standardError();
  }

  /// Satterthwaite's degrees of freedom: C − 1 with equal clusters, fewer with unequal ones, 0 with
  /// one.
  public double degreesOfFreedom() {
    return mean.degreesOfFreedom();
  }

  /// n²/Σ n_c², as [PairedScores#effectiveClusters].
  public double effectiveClusters() {
    return mean.units();
  }

  /// Whether there are clusters enough for a verdict.
  public boolean decidable() {
    return effectiveClusters() >= LEAST_EFFECTIVE_CLUSTERS;
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
