package dev.polder.evidence.verdict;

import dev.polder.evidence.paired.PairedScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Values of which the mean is asked, higher being better, and the range that each must lie in.
final class Sample {
  private final double[] values;
  private final double least;
  private final double greatest;
  private final Optional<int[]> clusters;

  /// The array is not copied: the caller leaves it alone.
  Sample(double[] values, double least, double greatest, Optional<int[]> clusters) {
    this.values = values;
    this.least = least;
    this.greatest = greatest;
    this.clusters = clusters;
  }

  /// `better` minus `other`, sample by sample.
  static Sample gains(double[] better, double[] other, Optional<int[]> clusters) {
    double[] gains = new double[better.length];
    Arrays.setAll(gains, i -> better[i] - other[i]);
    return new Sample(gains, -1, 1, clusters);
  }

  int n() {
    return values.length;
  }

  double value(int index) {
    return values[index];
  }

  double least() {
    return least;
  }

  double greatest() {
    return greatest;
  }

  double mean() {
    return Arrays.stream(values).average().orElse(0);
  }

  /// How many values lie above zero.
  int above() {
    return (int) Arrays.stream(values).filter(value -> value > 0).count();
  }

  /// How many values lie below zero.
  int below() {
    return (int) Arrays.stream(values).filter(value -> value < 0).count();
  }

  /// As pairs, with the clusters where there are any.
  PairedScores paired() {
    return clusters
        .map(ids -> new PairedScores(values, ids))
        .orElseGet(() -> new PairedScores(values));
  }

  /// Whether each cluster's values follow each other; clusters are numbered as they appear.
  boolean clusterByCluster() {
    return clusters.stream()
        .allMatch(ids -> IntStream.range(1, ids.length).allMatch(i -> ids[i - 1] <= ids[i]));
  }

  /// The values cluster by cluster; only where they follow each other so.
  List<double[]> byCluster() {
    List<double[]> all = new ArrayList<>();
    int[] ids = clusters.orElseThrow();
    for (int begin = 0, end; begin < ids.length; begin = end) {
      end = begin;
      while (end < ids.length && ids[end] == ids[begin]) {
        end++;
      }
      all.add(Arrays.copyOfRange(values, begin, end));
    }
    return all;
  }

  /// How many values the largest cluster has.
  int largestCluster() {
    int[] sizes = new int[clusters()];
    clusters.ifPresentOrElse(
        ids -> Arrays.stream(ids).forEach(id -> sizes[id]++), () -> Arrays.fill(sizes, 1));
    return Arrays.stream(sizes).max().orElse(0);
  }

  int clusters() {
    return clusters.map(ids -> 1 + Arrays.stream(ids).max().orElse(-1)).orElse(n());
  }
}
