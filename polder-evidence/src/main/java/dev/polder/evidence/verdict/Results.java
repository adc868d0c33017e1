package dev.polder.evidence.verdict;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was measured: per sample the score of the candidate and of its reference, and what goes
/// with it, in the order that the run declared before it began.
///
/// Only samples that both sides answered belong here; a sample that failed on one side is counted
/// elsewhere. Where a sample was asked several times, its value is the mean. All values are shares
/// from 0 to 1. Immutable.
public final class Results {
  private final Optional<double[]> reference;
  private final double[] candidate;
  private final Optional<double[]> referenceHarm;
  private final Optional<double[]> candidateHarm;
  private final Optional<int[]> clusters;
  private final Optional<double[]> weights;

  private Results(
      Optional<double[]> reference,
      double[] candidate,
      Optional<double[]> referenceHarm,
      Optional<double[]> candidateHarm,
      Optional<int[]> clusters,
      Optional<double[]> weights) {
    this.reference = reference;
    this.candidate = candidate;
    this.referenceHarm = referenceHarm;
    this.candidateHarm = candidateHarm;
    this.clusters = clusters;
    this.weights = weights;
  }

  /// Scores of both sides on the same samples.
  ///
  /// @throws IllegalArgumentException when there are not as many of one as of the other, or one is
  ///   no share
  public static Results paired(double[] reference, double[] candidate) {
    double[] ours = shares("score of the candidate", candidate, candidate.length);
    double[] theirs = shares("score of the reference", reference, candidate.length);
    return new Results(
        Optional.of(theirs),
        ours,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// Scores of a candidate whose reference cannot be measured and was not measured before.
  public static Results alone(double[] candidate) {
    return new Results(
        Optional.empty(),
        shares("score of the candidate", candidate, candidate.length),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// The same with the harm that each side did on each sample, 1 the worst.
  public Results withHarm(double[] ofReference, double[] ofCandidate) {
    if (reference.isEmpty()) {
      throw new IllegalArgumentException(
          "There is harm of a reference, but no score of it. Give its scores as well.");
    }
    return new Results(
        reference,
        candidate,
        Optional.of(shares("harm of the reference", ofReference, n())),
        Optional.of(shares("harm of the candidate", ofCandidate, n())),
        clusters,
        weights);
  }

  /// The same with the harm that the candidate did on each sample, for one measured alone.
  public Results withHarm(double[] ofCandidate) {
    if (reference.isPresent()) {
      throw new IllegalArgumentException(
          "There is a reference, but no harm of it. Give the harm of both sides.");
    }
    return new Results(
        reference,
        candidate,
        Optional.empty(),
        Optional.of(shares("harm of the candidate", ofCandidate, n())),
        clusters,
        weights);
  }

  /// The same with the cluster of each sample; a sample with an empty name is a cluster of its own.
  public Results withClusters(List<String> names) {
    requireLength("cluster", names.size(), n());
    int[] ids = new int[names.size()];
    Map<String, Integer> known = new HashMap<>();
    int next = 0;
    for (int i = 0; i < ids.length; i++) {
      String name = names.get(i);
      Integer id = name.isEmpty() ? null : known.get(name);
      if (id == null) {
        id = next++;
        if (!name.isEmpty()) {
          known.put(name, id);
        }
      }
      ids[i] = id;
    }
    return new Results(
        reference, candidate, referenceHarm, candidateHarm, Optional.of(ids), weights);
  }

  /// The same, with how much each sample counts. Where it is the same for all, nothing changes.
  ///
  /// @param shares above 0 and at most 1: of the greatest weight that the suite has, which is known
  ///   before the first result
  public Results withWeights(double[] shares) {
    requireLength("weight", shares.length, n());
    for (int i = 0; i < shares.length; i++) {
      if (!(shares[i] > 0 && shares[i] <= 1)) {
        throw new IllegalArgumentException(
            "The weight of sample %d is %s. Give a share of the suite's greatest weight, above 0."
                .formatted(i + 1, shares[i]));
      }
    }
    boolean equal = Arrays.stream(shares).distinct().count() <= 1;
    return new Results(
        reference,
        candidate,
        referenceHarm,
        candidateHarm,
        clusters,
        equal ? Optional.empty() : Optional.of(shares.clone()));
  }

  /// How many samples there are.
  public int n() {
    return candidate.length;
  }

  boolean hasReference() {
    return reference.isPresent();
  }

  /// How much better the candidate scored than its reference; empty without a reference.
  Optional<Sample> scoreGains() {
    return reference.map(theirs -> Sample.gains(candidate, theirs, clusters, weights));
  }

  /// How much less harm the candidate did than its reference; empty where that was not measured.
  Optional<Sample> harmGains() {
    return referenceHarm.map(
        theirs -> Sample.gains(theirs, candidateHarm.orElseThrow(), clusters, weights));
  }

  /// The candidate's own scores.
  Sample ownScores() {
    return new Sample(candidate, 0, 1, clusters, weights);
  }

  /// The candidate's own harm, negated so that more is better; empty where it was not measured.
  Optional<Sample> ownHarmNegated() {
    return candidateHarm.map(harm ->
        new Sample(Arrays.stream(harm).map(value -> -value).toArray(), -1, 0, clusters, weights));
  }

  /// The first samples of the declared order. Clusters stay dense: they are numbered as they
  /// appear.
  Results first(int count) {
    if (count >= n()) {
      return this;
    }
    return new Results(
        reference.map(values -> Arrays.copyOf(values, count)),
        Arrays.copyOf(candidate, count),
        referenceHarm.map(values -> Arrays.copyOf(values, count)),
        candidateHarm.map(values -> Arrays.copyOf(values, count)),
        clusters.map(ids -> Arrays.copyOf(ids, count)),
        weights.map(values -> Arrays.copyOf(values, count)));
  }

  /// Without the samples of the cluster that was measured last, which may not be complete.
  Results withoutLastCluster() {
    int[] ids = clusters.orElseThrow();
    int last = n() - 1;
    int count = n();
    while (count > 0 && ids[count - 1] == ids[last]) {
      count--;
    }
    return first(count);
  }

  /// Refuses results that are not of the kind that was declared.
  void requireDeclared(Declaration declaration) {
    requireScale("score", declaration.primary().scale(), Optional.of(candidate));
    requireScale("score of the reference", declaration.primary().scale(), reference);
    if (declaration.guardrail().isPresent()) {
      if (candidateHarm.isEmpty()) {
        throw new IllegalArgumentException(
            "A guardrail is declared, but no harm was measured. Name a guardrail scorer in the suite,"
                + " or declare none.");
      }
      Scale scale = declaration.guardrail().get().scale();
      requireScale("harm", scale, candidateHarm);
      requireScale("harm of the reference", scale, referenceHarm);
    }
    requireClusters(declaration);
  }

  private void requireClusters(Declaration declaration) {
    if (declaration.clustered() != clusters.isPresent()) {
      throw new IllegalArgumentException(
          declaration.clustered()
              ? "Clusters are declared, but the samples carry none. Name the cluster of each sample, or"
                  + " declare none."
              : "The samples come in clusters, but none are declared. Declare them: clustered samples do"
                  + " not count singly.");
    }
    int declared = declaration.clustering().map(Clustering::largest).orElse(1);
    int largest = ownScores().largestCluster();
    if (largest > declared) {
      throw new IllegalArgumentException(
          "A cluster has %d samples, but at most %d were declared. Declare what the suite has."
              .formatted(largest, declared));
    }
  }

  private void requireScale(String what, Scale scale, Optional<double[]> values) {
    if (scale == Scale.SCORE || values.isEmpty()) {
      return;
    }
    if (weights.isPresent()) {
      throw new IllegalArgumentException(
          "The %s is declared as binary, but samples do not all count the same. Declare it as a score."
              .formatted(what));
    }
    double[] all = values.get();
    for (int i = 0; i < all.length; i++) {
      if (all[i] != 0 && all[i] != 1) {
        throw new IllegalArgumentException(
            "The %s is declared as binary, but on sample %d it is %s. Declare it as a score."
                .formatted(what, i + 1, all[i]));
      }
    }
  }

  private static double[] shares(String what, double[] values, int expected) {
    requireLength(what, values.length, expected);
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= 0 && values[i] <= 1)) {
        throw new IllegalArgumentException(
            "The %s on sample %d is %s. Give a share from 0 to 1."
                .formatted(what, i + 1, values[i]));
      }
    }
    return values.clone();
  }

  private static void requireLength(String what, int length, int expected) {
    if (length != expected) {
      throw new IllegalArgumentException(
          "There are %d samples, but a %s for %d. Give one for each that both sides answered."
              .formatted(expected, what, length));
    }
  }
}
