package dev.polder.evals.score;

/// How much two collections have in common, from the counts of what they share.
enum Measure {
  F1,
  PRECISION,
  RECALL,
  JACCARD,
  /// All or nothing.
  EXACT;

  Kind kind() {
    return this == EXACT ? Kind.BINARY : Kind.GRADED;
  }

  /// The value; 1 where both are empty, since then nothing is missing and nothing is wrong.
  ///
  /// @param shared how many are in both
  /// @param answered how many are in the answer
  /// @param expected how many are in the target
  double of(int shared, int answered, int expected) {
    if (answered == 0 && expected == 0) {
      return 1;
    }
    return switch (this) {
      case F1 -> 2.0 * shared / (answered + expected);
      case PRECISION -> answered == 0 ? 0 : (double) shared / answered;
      case RECALL -> expected == 0 ? 0 : (double) shared / expected;
      case JACCARD -> (double) shared / (answered + expected - shared);
      case EXACT -> shared == answered && shared == expected ? 1 : 0;
    };
  }
}
