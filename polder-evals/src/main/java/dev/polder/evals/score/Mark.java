package dev.polder.evals.score;

/// What a rule says of an answer.
///
/// @param why for people
record Mark(double value, String why) {
  static Mark of(boolean right, String why) {
    return new Mark(right ? 1 : 0, why);
  }
}
