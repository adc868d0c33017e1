package dev.polder.evidence.plan;

/// How many times more samples it takes because they come in clusters (Kish's design effect).
///
/// 1 + (Σ n_c²/n − 1)·ρ, which for equal clusters of m samples is 1 + (m − 1)·ρ; ρ, the
/// intra-cluster correlation, says how alike the samples of a cluster are. More samples of the same
/// clusters then help little: with ρ = 0.1 a cluster of any size is worth at most ten samples.
/// Source: L. Kish, Survey Sampling (1965), for the mean of a sample in clusters.
public final class DesignEffect {
  private DesignEffect() {}

  /// The design effect of clusters of these sizes.
  ///
  /// @param correlation intra-cluster, up to 1; below 0, as small pilots may have it, counts as 0
  public static double of(double correlation, int... sizes) {
    if (!(correlation >= -1 && correlation <= 1)) {
      throw new IllegalArgumentException(
          "an intra-cluster correlation must lie in -1 to 1: " + correlation);
    }
    double n = 0;
    double squares = 0;
    for (int size : sizes) {
      if (size < 1) {
        throw new IllegalArgumentException("a cluster must have at least one sample: " + size);
      }
      n += size;
      squares += (double) size * size;
    }
    if (n == 0) {
      throw new IllegalArgumentException("a design effect needs the sizes of the clusters");
    }
    return 1 + (squares / n - 1) * Math.max(0, correlation);
  }
}
