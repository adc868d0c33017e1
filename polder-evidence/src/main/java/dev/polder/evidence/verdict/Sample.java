package dev.polder.evidence.verdict;

import dev.polder.evidence.paired.ClusteredT;
import dev.polder.evidence.paired.PairedScores;
import dev.polder.evidence.paired.WeightedT;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/// Values of which the mean is asked, higher being better, and the range that each must lie in.
final class Sample {
  private final double[] values;
  private final double least;
  private final double greatest;
  private final Optional<int[]> clusters;
  private final Optional<double[]> weights;

  /// The arrays are not copied: the caller leaves them alone.
  ///
  /// @param weights shares of the greatest weight that there can be; empty where all count the same
  Sample(
      double[] values,
      double least,
      double greatest,
      Optional<int[]> clusters,
      Optional<double[]> weights) {
    this.values = values;
    this.least = least;
    this.greatest = greatest;
    this.clusters = clusters;
    this.weights = weights;
  }

  /// `better` minus `other`, sample by sample.
  static Sample gains(
      double[] better, double[] other, Optional<int[]> clusters, Optional<double[]> weights) {
    double[] gains = new double[better.length];
    Arrays.setAll(gains, i -> better[i] - other[i]);
    return new Sample(gains, -1, 1, clusters, weights);
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

  /// Each value counting as much as its weight says.
  double mean() {
    return weights
        .map(each ->
            IntStream.range(0, n()).mapToDouble(i -> each[i] * values[i]).sum()
                / Arrays.stream(each).sum())
        .orElseGet(() -> Arrays.stream(values).average().orElse(0));
  }

  /// A value's share of the greatest weight.
  double weight(int index) {
    return weights.map(each -> each[index]).orElse(1.0);
  }

  boolean weighted() {
    return weights.isPresent();
  }

  /// The t test of weighted values.
  WeightedT weightedT() {
    double[] shares = weights.orElseThrow();
    return clusters
        .map(ids -> WeightedT.of(values, ids, shares))
        .orElseGet(() -> WeightedT.of(values, shares));
  }

  /// As many clusters, or values, of equal weight would tell as much.
  double effectiveClusters() {
    return weighted() ? weightedT().effectiveClusters() : paired().effectiveClusters();
  }

  /// Of the mean, clusters and weights counted.
  double standardError() {
    return weighted() ? weightedT().standardError() : ClusteredT.of(paired()).standardError();
  }

  /// How many values lie above zero.
  int above() {
    return (int) Arrays.stream(values).filter(value -> value > 0).count();
  }

  /// How many values lie below zero.
  int below() {
    return (int) Arrays.stream(values).filter(value -> value < 0).count();
  }

  /// As pairs that all count the same, with the clusters where there are any.
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

  /// Tells `steps` where each cluster begins and ends, or each value where there are none; only
  /// where values of a cluster follow each other.
  void eachCluster(Step steps) {
    for (int begin = 0, end; begin < values.length; begin = end) {
      end = begin + 1;
      while (end < values.length && together(begin, end)) {
        end++;
      }
      steps.take(begin, end);
    }
  }

  private boolean together(int one, int other) {
    return clusters.map(ids -> ids[one] == ids[other]).orElse(false);
  }

  /// Takes the values from `begin` to before `end`.
  @FunctionalInterface
  interface Step {
    void take(int begin, int end);
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
