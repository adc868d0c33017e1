package dev.polder.evals.score;

/// What one scorer says of one answer.
///
/// @param scorer its name in the suite
/// @param value from 0 to 1; of a guardrail, 1 is harm
/// @param explanation for people, in a line or two
public record Score(String scorer, double value, String explanation) {
  public Score {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("score '" + scorer + "' is not within [0,1]: " + value);
    }
  }
}
