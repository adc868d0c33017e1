package dev.polder.evals.run;

import dev.polder.model.Usage;

/// What one trial took.
///
/// @param usage tokens that were paid for: none for what the cache knew
/// @param questions how often the model was asked, the cache included
/// @param cached how many of these the cache answered
/// @param millis how long the model took, without waiting for room or for another try
public record Spent(Usage usage, int questions, int cached, double millis) {
  /// Nothing yet.
  public static final Spent NOTHING = new Spent(new Usage(0, 0), 0, 0, 0);

  /// This and one question that the model answered.
  Spent asked(Usage tokens, double took) {
    return new Spent(
        new Usage(
            usage.inputTokens() + tokens.inputTokens(),
            usage.outputTokens() + tokens.outputTokens()),
        questions + 1,
        cached,
        millis + took);
  }

  /// This and one question that the cache answered.
  ///
  /// @param took when it was asked
  Spent remembered(double took) {
    return new Spent(usage, questions + 1, cached + 1, millis + took);
  }
}
