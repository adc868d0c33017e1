package dev.polder.evals.score;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that a suite's scorers said of one answer.
///
/// @param scores in the suite's order; those that could not be told are missing
/// @param failures by the scorer's name
public record Scored(List<Score> scores, Map<String, ScoringFailed> failures) {
  public Scored {
    scores = List.copyOf(scores);
    failures = Map.copyOf(failures);
  }

  /// The score of that name, unless it could not be told.
  public Optional<Score> of(String scorer) {
    return scores.stream().filter(score -> score.scorer().equals(scorer)).findFirst();
  }
}
