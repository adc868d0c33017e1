package dev.polder.evidence.paired;

import dev.polder.evidence.Interval;

/// The t test for the mean difference of scores that do not all count the same: the CR2 variance
/// with Satterthwaite's degrees of freedom, over samples or over clusters of them.
///
/// The mean is Σ w_i d_i / W with W = Σ w_i. Weights belong to the suite: they say how much a case
/// matters, not how precisely it was measured, so all samples are taken to vary alike.
///
/// **CR2** as in [ClusteredT], for weighted least squares with an identity working covariance
/// (Pustejovsky & Tipton, Journal of Business & Economic Statistics 36 (2018) 672–683, their
/// equations 4 to 11). With H = 1wᵀ/W and q = Σ w_i²/W² the residuals of a cluster have the
/// covariance
///
/// ```
/// M_c = I − (1wᵀ + w1ᵀ)/W + q 11ᵀ
/// ```
///
/// which differs from I only in the plane of 1 and w_c. In the basis of 1/√n_c and the rest of w_c
/// it is [[a, b], [b, 1]] with a = 1 − 2W_c/W + q n_c and b = −√n_c s/W, s the length of that rest,
/// and so M_c^(−1/2) is known in closed form. With a_c = M_c^(−1/2) w_c:
///
/// ```
/// V = (1/W²) Σ_c (a_c · e_c)²
/// ```
///
/// **Degrees of freedom**: (tr G)²/tr G² with W² G_cd = δ_cd |a_c|² − (t_c o_d + o_c t_d)/W + q o_c
/// o_d, t_c = w_c·a_c, o_c = 1·a_c; the sums over pairs fall apart into sums over clusters, so that
/// one pass computes it. With equal weights all of this is [ClusteredT].
public final class WeightedT {
  private final StudentMean mean;

  private WeightedT(StudentMean mean) {
    this.mean = mean;
  }

  /// The test of samples that each stand for themselves.
  ///
  /// @param weights above 0, one for each difference
  public static WeightedT of(double[] differences, double[] weights) {
    int[] own = new int[differences.length];
    for (int i = 0; i < own.length; i++) {
      own[i] = i;
    }
    return of(differences, own, weights);
  }

  /// The test of samples in clusters.
  ///
  /// @param clusters numbers from 0 on without a gap
  /// @param weights above 0, one for each difference
  public static WeightedT of(double[] differences, int[] clusters, double[] weights) {
    // Checks lengths, ranges and clusters.
    PairedScores unweighted = new PairedScores(differences, clusters);
    if (weights.length != differences.length) {
      throw new IllegalArgumentException(
          "%d differences but %d weights: give each difference its weight"
              .formatted(differences.length, weights.length));
    }
    double total = 0;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] > 0 && Double.isFinite(weights[i]))) {
        throw new IllegalArgumentException("weight %s is not above 0".formatted(weights[i]));
      }
      total += weights[i];
      sum += weights[i] * differences[i];
      squares += weights[i] * weights[i];
    }
    double mean = sum / total;
    if (unweighted.clusters() == 1) {
      return new WeightedT(new StudentMean(mean, Double.POSITIVE_INFINITY, 0, 1));
    }
    Cluster[] all = new Cluster[unweighted.clusters()];
    for (int i = 0; i < weights.length; i++) {
      int c = clusters[i];
      if (all[c] == null) {
        all[c] = new Cluster();
      }
      all[c].add(weights[i], differences[i] - mean);
    }
    return new WeightedT(student(mean, total, squares / (total * total), all));
  }

  private static StudentMean student(double mean, double total, double q, Cluster[] clusters) {
    double variance = 0;
    double trace = 0;
    double fourths = 0;
    double tt = 0;
    double oo = 0;
    double to = 0;
    double shares = 0;
    for (Cluster cluster : clusters) {
      Adjusted a = cluster.adjusted(total, q);
      variance += a.score() * a.score();
      double rest = -2 * a.t() * a.o() / total + q * a.o() * a.o();
      trace += a.square() + rest;
      fourths += a.square() * a.square() + 2 * a.square() * rest;
      tt += a.t() * a.t();
      oo += a.o() * a.o();
      to += a.t() * a.o();
      shares += cluster.weight * cluster.weight / (total * total);
    }
    double pairs =
        2 * (tt * oo + to * to) / (total * total) - 4 * q * to * oo / total + q * q * oo * oo;
    return new StudentMean(
        mean, Math.sqrt(variance) / total, trace * trace / (fourths + pairs), 1 / shares);
  }

  /// The sums of one cluster.
  private static final class Cluster {
    private int size;
    private double weight;
    private double weightSquares;
    private double residuals;
    private double weightedResiduals;

    void add(double w, double residual) {
      size++;
      weight += w;
      weightSquares += w * w;
      residuals += residual;
      weightedResiduals += w * residual;
    }

    /// a_c and what is needed of it, in the basis that the class describes.
    Adjusted adjusted(double total, double q) {
      double root = Math.sqrt(size);
      double along = weight / root;
      double across = Math.sqrt(Math.max(0, weightSquares - along * along));
      double a = 1 - 2 * weight / total + q * size;
      double b = -root * across / total;
      double delta = Math.sqrt(a - b * b);
      double scale = delta * Math.sqrt(a + 1 + 2 * delta);
      double x = ((1 + delta) * along - b * across) / scale;
      double y = ((a + delta) * across - b * along) / scale;
      double restOfResiduals =
          across < 1e-12 * along ? 0 : (weightedResiduals - weight / size * residuals) / across;
      return new Adjusted(
          x * residuals / root + y * restOfResiduals,
          x * x + y * y,
          along * x + across * y,
          root * x);
    }
  }

  /// @param score a_c·e_c
  /// @param square |a_c|²
  /// @param t w_c·a_c
  /// @param o 1·a_c
  private record Adjusted(double score, double square, double t, double o) {}

  /// The weighted mean difference.
  public double mean() {
    return mean.mean();
  }

  /// √V, CR2; infinite with a single cluster.
  public double standardError() {
    return mean.standardError();
  }

  /// Satterthwaite's degrees of freedom.
  public double degreesOfFreedom() {
    return mean.degreesOfFreedom();
  }

  /// W²/Σ W_c²: as many clusters (or samples) that count the same would tell as much.
  public double effectiveClusters() {
    return mean.units();
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
