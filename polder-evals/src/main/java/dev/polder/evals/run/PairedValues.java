package dev.polder.evals.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One score of both sides of a [Pairing], as statistics want it.
///
/// Clusters are numbers from 0 without a gap: what the suite calls one, or else the sample, of
/// which there are several pairs where there are several epochs.
public final class PairedValues {
  private final List<Pairing.Pair> pairs;
  private final double[] reference;
  private final double[] candidate;
  private final int[] clusters;
  private final boolean clustered;
  private final int unscored;

  private PairedValues(List<Pairing.Pair> scored, String scorer, int unscored) {
    this.pairs = List.copyOf(scored);
    this.reference = new double[scored.size()];
    this.candidate = new double[scored.size()];
    this.clusters = new int[scored.size()];
    this.unscored = unscored;
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < reference.length; i++) {
      Pairing.Pair pair = scored.get(i);
      reference[i] = value(pair.reference(), scorer).orElseThrow();
      candidate[i] = value(pair.candidate(), scorer).orElseThrow();
      clusters[i] = numbers.computeIfAbsent(pair.trial().group(), first -> numbers.size());
    }
    this.clustered = numbers.size() < reference.length;
  }

  static PairedValues of(List<Pairing.Pair> pairs, String scorer) {
    List<Pairing.Pair> scored = new ArrayList<>();
    for (Pairing.Pair pair : pairs) {
      if (value(pair.reference(), scorer).isPresent()
          && value(pair.candidate(), scorer).isPresent()) {
        scored.add(pair);
      }
    }
    return new PairedValues(scored, scorer, pairs.size() - scored.size());
  }

  private static Optional<Double> value(Result.Scored result, String scorer) {
    return result.score(scorer).map(score -> score.value());
  }

  /// The pairs that these are the values of, in the same order.
  public List<Pairing.Pair> pairs() {
    return pairs;
  }

  /// The reference's scores.
  public double[] reference() {
    return reference.clone();
  }

  /// The candidate's.
  public double[] candidate() {
    return candidate.clone();
  }

  /// Candidate minus reference.
  public double[] differences() {
    double[] differences = candidate();
    for (int i = 0; i < differences.length; i++) {
      differences[i] -= reference[i];
    }
    return differences;
  }

  /// Each pair's cluster.
  public int[] clusters() {
    return clusters.clone();
  }

  /// Whether some pairs share a cluster.
  public boolean clustered() {
    return clustered;
  }

  /// How many pairs there were besides, in which one side has no such score: its scorer could not
  /// tell.
  public int unscored() {
    return unscored;
  }
}
