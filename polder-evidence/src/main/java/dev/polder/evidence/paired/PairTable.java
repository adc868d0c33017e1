package dev.polder.evidence.paired;

/// How often reference and candidate were right on the same samples.
///
/// @param both samples that both had right
/// @param referenceOnly samples that only the reference had right
/// @param candidateOnly samples that only the candidate had right
/// @param neither samples that neither had right
public record PairTable(int both, int referenceOnly, int candidateOnly, int neither) {
  public PairTable {
    if (both < 0 || referenceOnly < 0 || candidateOnly < 0 || neither < 0) {
      throw new IllegalArgumentException(
          "counts of pairs must not be negative: both %d, reference only %d, candidate only %d, neither %d"
              .formatted(both, referenceOnly, candidateOnly, neither));
    }
    long n = (long) both + referenceOnly + candidateOnly + neither;
    if (n < 1 || n > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a comparison needs at least one pair and at most %d: %d"
              .formatted(Integer.MAX_VALUE, n));
    }
  }

  /// Counts two lists of right (true) and wrong answers to the same samples in the same order.
  public static PairTable of(boolean[] reference, boolean[] candidate) {
    if (reference.length != candidate.length) {
      throw new IllegalArgumentException(
          "the reference has %d answers and the candidate %d: compare answers to the same samples"
              .formatted(reference.length, candidate.length));
    }
    int[] counts = new int[4];
    for (int i = 0; i < reference.length; i++) {
      counts[(reference[i] ? 0 : 2) + (candidate[i] ? 0 : 1)]++;
    }
    return new PairTable(counts[0], counts[1], counts[2], counts[3]);
  }

  /// All pairs.
  public int n() {
    return both + referenceOnly + candidateOnly + neither;
  }

  /// Pairs in which only one was right; they alone say who is better.
  public int discordant() {
    return referenceOnly + candidateOnly;
  }

  /// The candidate's share of right answers less the reference's, -1 to 1.
  public double difference() {
    return (candidateOnly - referenceOnly) / (double) n();
  }

  /// The same pairs with reference and candidate in each other's place.
  public PairTable swapped() {
    return new PairTable(both, candidateOnly, referenceOnly, neither);
  }
}
