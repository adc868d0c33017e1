package dev.polder.evidence.sequential;

import dev.polder.evidence.Estimate;
import dev.polder.evidence.Interval;
import dev.polder.evidence.Require;
import dev.polder.evidence.Verdict;

/// A test of non-inferiority that may be looked at after every sample and stopped whenever the
/// answer pleases, and still is wrong with the stated probability at most.
///
/// It tests H0: mean difference (candidate minus reference) `<= -margin` for differences in [-1,
/// 1], by betting against it (see `Capital`): a capital of 1 that grows to `1/alpha` is the
/// evidence. The bets are exact for every distribution of bounded differences and for every number
/// of samples, where a normal approximation under peeking is not; and for the two or three values
/// that differences of right and wrong take, they decide with about two thirds of the samples that
/// the empirical-Bernstein (gamma-exponential) sequence wants (measured in
/// `docs/concepts/watching-a-verdict.md`). The interval holds every mean that bets on either side
/// do not reject.
///
/// Samples have to come in an order that does not depend on their results. Where they come in
/// clusters, samples of one cluster are no news to each other: take [#clustered] and [#addCluster],
/// for which each cluster is one step.
///
/// Not safe for use by several threads.
public final class SequentialNonInferiority {
  private final double margin;
  private final double alpha;
  private final double tune;
  private final int largestCluster;
  private final Steps steps = new Steps();
  private final Capital forIt;
  private final Capital againstIt;
  private double mostForIt;
  private double mostAgainstIt;
  private long n;

  /// Of single samples.
  ///
  /// @param margin the loss that is accepted, 0 or more and below 1
  /// @param alpha of calling an inferior candidate non-inferior, ever; between 0 and 0.5
  /// @param plannedN about how many samples there will be: it decides fastest when it is right, and
  ///   is valid whether or not
  public SequentialNonInferiority(double margin, double alpha, int plannedN) {
    this(margin, alpha, plannedN, 1);
  }

  private SequentialNonInferiority(
      double margin, double alpha, int plannedSteps, int largestCluster) {
    if (!(0 <= margin && margin < 1)) {
      throw new IllegalArgumentException("a margin must lie in [0, 1): " + margin);
    }
    this.margin = margin;
    this.alpha = Require.alpha(alpha);
    this.tune =
        Math.sqrt(-2 * Math.log(alpha) / Checks.positive("the planned number", plannedSteps));
    this.largestCluster = (int) Checks.positive("the size of the largest cluster", largestCluster);
    this.forIt = Capital.above(-margin, tune);
    this.againstIt = Capital.below(-margin, tune);
  }

  /// Of clusters of samples, each taken as one step. The mean is that of the samples, not of the
  /// clusters' means, so large clusters count for more.
  ///
  /// @param largestCluster as many samples as a cluster can have, stated beforehand; what is bet on
  ///   a smaller one is less
  public static SequentialNonInferiority clustered(
      double margin, double alpha, int plannedClusters, int largestCluster) {
    return new SequentialNonInferiority(margin, alpha, plannedClusters, largestCluster);
  }

  /// Takes the difference of the next sample, candidate minus reference.
  public void add(double difference) {
    addCluster(difference);
  }

  /// Takes the differences of all samples of the next cluster.
  public void addCluster(double... differences) {
    int size = differences.length;
    requireSize(size);
    double sum = 0;
    for (double difference : differences) {
      sum += Checks.difference(difference);
    }
    step(sum / largestCluster, (double) size / largestCluster);
    n += size;
  }

  /// Takes the differences of all samples of the next cluster, or of one sample, of which not all
  /// count the same. The mean is then the weighted one.
  ///
  /// @param weights above 0 and at most 1: shares of the greatest weight that any sample can have
  public void addWeighted(double[] differences, double[] weights) {
    requireSize(differences.length);
    double sum = 0;
    double total = 0;
    for (int i = 0; i < differences.length; i++) {
      if (!(weights[i] > 0 && weights[i] <= 1)) {
        throw new IllegalArgumentException("a weight must lie in (0, 1]: " + weights[i]);
      }
      sum += weights[i] * Checks.difference(differences[i]);
      total += weights[i];
    }
    step(sum / largestCluster, total / largestCluster);
    n += differences.length;
  }

  private void requireSize(int size) {
    if (size == 0 || size > largestCluster) {
      throw new IllegalArgumentException(
          "a cluster must have 1 to "
              + largestCluster
              + " samples, as stated beforehand, but has "
              + size);
    }
  }

  private void step(double x, double w) {
    double spread = steps.spread();
    steps.add(x, w);
    forIt.add(x, w, spread);
    againstIt.add(x, w, spread);
    mostForIt = Math.max(mostForIt, forIt.log());
    mostAgainstIt = Math.max(mostAgainstIt, againstIt.log());
  }

  /// How many samples were seen.
  public long n() {
    return n;
  }

  /// How many clusters were seen; as many as samples where there are none.
  public long clusters() {
    return steps.count();
  }

  /// Whether non-inferiority has been shown, now or at any earlier sample.
  public boolean shown() {
    return mostForIt >= threshold();
  }

  /// Whether inferiority has been shown, now or at any earlier sample.
  public boolean refuted() {
    return mostAgainstIt >= threshold();
  }

  /// What has been shown. Should both have been, the difference has not stayed the same while it
  /// was measured, and nothing is decidable.
  public Verdict verdict() {
    if (shown() == refuted()) {
      return Verdict.NOT_DECIDABLE;
    }
    return shown() ? Verdict.NON_INFERIOR : Verdict.INFERIOR;
  }

  /// The p-value of non-inferiority, which may be read at any time: the smallest `alpha` at which
  /// it would have been shown by now.
  public double pValue() {
    return Math.exp(-mostForIt);
  }

  /// Every mean difference that is not rejected: `alpha` on each side, so its confidence is `1 -
  /// 2·alpha`, at all times at once. It always holds the mean seen.
  public Interval interval() {
    double low = steps.lowest(tune, threshold());
    double high = steps.highest(tune, threshold());
    // What was rejected at any earlier time stays rejected.
    if (shown()) {
      low = Math.max(low, -margin);
    }
    if (refuted()) {
      high = Math.min(high, -margin);
    }
    return new Interval(Math.min(low, steps.mean()), Math.max(high, steps.mean()));
  }

  /// The mean difference with [#interval] and the number of samples.
  public Estimate estimate() {
    return new Estimate(steps.mean(), interval(), 1 - 2 * alpha, n);
  }

  private double threshold() {
    return -Math.log(alpha);
  }
}
