package dev.polder.evals.shadow;

/// What the two answers to one call are worth.
///
/// @param served the score of what the client got, from 0 to 1
/// @param answered that of what the candidate answered
/// @param why for people
public record Rated(double served, double answered, String why) {
  public Rated {
    if (!(0 <= served && served <= 1 && 0 <= answered && answered <= 1)) {
      throw new IllegalArgumentException("no scores: " + served + " and " + answered);
    }
  }

  /// Candidate minus reference, from -1 to 1.
  public double difference() {
    return answered - served;
  }
}
