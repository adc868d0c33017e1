package dev.polder.evidence.paired;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Differences of two scores on the same samples, candidate minus reference, each in -1 to 1, and
/// the clusters that the samples come from.
///
/// Samples of one cluster (questions about the same document, issues of one repository) tend to go
/// right or wrong together, so that many of them say less than as many samples of their own. Only
/// sums and sizes of clusters are kept: all that is computed here, and each draw of a bootstrap, is
/// quick however many samples there are.
public final class PairedScores {
  private final int n;
  private final double[] sums;
  private final int[] sizes;
  private final double mean;
  private final double meanSquare;
  private final double squaredDeviations;

  /// Samples that each stand for themselves.
  public PairedScores(double[] differences) {
    this(differences, ownClusters(differences.length));
  }

  /// Samples in clusters.
  ///
  /// @param clusters the cluster of each difference: numbers from 0 on without a gap
  public PairedScores(double[] differences, int[] clusters) {
    if (differences.length == 0) {
      throw new IllegalArgumentException("a comparison needs at least one pair of scores");
    }
    if (differences.length != clusters.length) {
      throw new IllegalArgumentException(
          "%d differences but clusters of %d: give each difference its cluster"
              .formatted(differences.length, clusters.length));
    }
    this.n = differences.length;
    this.sizes = sizes(clusters);
    this.sums = new double[sizes.length];
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double difference = checked(differences[i], i);
      sums[clusters[i]] += difference;
      squares += difference * difference;
    }
    double sum = 0;
    for (double ofCluster : sums) {
      sum += ofCluster;
    }
    this.mean = sum / n;
    this.meanSquare = squares / n;
    double deviations = 0;
    for (double difference : differences) {
      deviations += (difference - mean) * (difference - mean);
    }
    this.squaredDeviations = deviations;
  }

  /// Samples in clusters that have names.
  public static PairedScores grouped(double[] differences, List<String> clusters) {
    Map<String, Integer> numbers = new HashMap<>();
    int[] numbered =
        clusters.stream()
            .mapToInt(name -> numbers.computeIfAbsent(name, unseen -> numbers.size()))
            .toArray();
    return new PairedScores(differences, numbered);
  }

  /// How many samples.
  public int n() {
    return n;
  }

  /// How many clusters; [#n] where every sample is its own.
  public int clusters() {
    return sizes.length;
  }

  /// How many samples each cluster has.
  public int[] clusterSizes() {
    return sizes.clone();
  }

  /// The mean difference, over samples and not over clusters.
  public double mean() {
    return mean;
  }

  /// The mean of the squared differences: what planning takes for the discordance of scores.
  public double meanSquare() {
    return meanSquare;
  }

  /// n²/Σ n_c²: as many clusters of equal size would weigh the same. Of 12 clusters one of which
  /// holds nearly half of the samples, 3.9 are left.
  public double effectiveClusters() {
    double squares = 0;
    for (int size : sizes) {
      squares += (double) size * size;
    }
    return (double) n * n / squares;
  }

  /// The standard error of the mean as if no clusters were: sd/√n, infinite with a single sample.
  public double naiveStandardError() {
    return n == 1 ? Double.POSITIVE_INFINITY : Math.sqrt(squaredDeviations / (n - 1.0) / n);
  }

  /// The clustered standard error of the mean, √(Σ_c (Σ_{i in c} (d_i − d̄))²)/n (E. Miller,
  /// "Adding Error Bars to Evals", arXiv 2411.00640). Too small with few clusters.
  public double clusteredStandardError() {
    double squares = 0;
    for (int c = 0; c < sizes.length; c++) {
      squares += deviation(c) * deviation(c);
    }
    return Math.sqrt(squares) / n;
  }

  /// [#clusteredStandardError] times √(C/(C − 1)), the usual correction for few clusters; infinite
  /// with a single one. With unequal clusters it is still too small: [ClusteredT] decides.
  public double correctedClusteredStandardError() {
    int clusters = sizes.length;
    return clusters == 1
        ? Double.POSITIVE_INFINITY
        : clusteredStandardError() * Math.sqrt(clusters / (clusters - 1.0));
  }

  /// How alike the samples of a cluster are, by one-way analysis of variance: 1 if they are all the
  /// same, 0 if clusters do not matter (or cannot be told from samples), at times below 0.
  public double intraClusterCorrelation() {
    int clusters = sizes.length;
    if (clusters == 1 || clusters == n) {
      return 0;
    }
    double between = 0;
    for (int c = 0; c < clusters; c++) {
      between += deviation(c) * deviation(c) / sizes[c];
    }
    double within = Math.max(0, squaredDeviations - between) / (n - clusters);
    double squareBetween = between / (clusters - 1.0);
    double typicalSize = (n - n / effectiveClusters()) / (clusters - 1.0);
    double total = squareBetween + (typicalSize - 1) * within;
    return total == 0 ? 0 : (squareBetween - within) / total;
  }

  /// Σ_{i in c} (d_i − d̄) of cluster c.
  double deviation(int cluster) {
    return sums[cluster] - sizes[cluster] * mean;
  }

  double sum(int cluster) {
    return sums[cluster];
  }

  int size(int cluster) {
    return sizes[cluster];
  }

  private static double checked(double difference, int position) {
    if (!(difference >= -1 && difference <= 1)) {
      throw new IllegalArgumentException(
          "difference %s of pair %d is outside -1 to 1: scores must lie in 0 to 1"
              .formatted(difference, position));
    }
    return difference;
  }

  private static int[] ownClusters(int n) {
    int[] clusters = new int[n];
    for (int i = 0; i < n; i++) {
      clusters[i] = i;
    }
    return clusters;
  }

  private static int[] sizes(int[] clusters) {
    int count = 0;
    for (int cluster : clusters) {
      if (cluster < 0 || cluster >= clusters.length) {
        throw notDense(cluster, clusters.length);
      }
      count = Math.max(count, cluster + 1);
    }
    int[] sizes = new int[count];
    for (int cluster : clusters) {
      sizes[cluster]++;
    }
    for (int cluster = 0; cluster < count; cluster++) {
      if (sizes[cluster] == 0) {
        throw notDense(cluster, clusters.length);
      }
    }
    return sizes;
  }

  private static IllegalArgumentException notDense(int cluster, int n) {
    return new IllegalArgumentException(
        "cluster %d of %d pairs: number the clusters from 0 on without a gap"
            .formatted(cluster, n));
  }
}
