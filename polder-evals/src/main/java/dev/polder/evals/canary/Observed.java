package dev.polder.evals.canary;

/// What came of one sample in one round.
///
/// @param sample its id
/// @param cluster what it belongs to; `""` where it stands for itself
/// @param score the suite's primary one, from 0 to 1
/// @param answer a digest of all that was answered: equal answers have equal ones
public record Observed(String sample, String cluster, double score, String answer) {
  public Observed {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException(
          "The score of sample '%s' is %s. Give a share from 0 to 1.".formatted(sample, score));
    }
  }
}
