package dev.polder.evals.run;

import dev.polder.evals.score.Response;
import dev.polder.evals.score.Score;
import java.util.List;
import java.util.Optional;

/// What came of one trial.
public sealed interface Result {
  Trial trial();

  /// What it took.
  Spent spent();

  /// What went wrong on the way, in the order in which it did; never an upstream's own sentences.
  List<String> faults();

  /// An answer and what the scorers say of it.
  record Scored(
      Trial trial, List<Score> scores, Response response, Spent spent, List<String> faults)
      implements Result {
    public Scored {
      scores = List.copyOf(scores);
      faults = List.copyOf(faults);
    }

    /// What `scorer` says, if it is one of this run's.
    public Optional<Score> score(String scorer) {
      return scores.stream().filter(score -> score.scorer().equals(scorer)).findFirst();
    }
  }

  /// No answer: an error, which is no wrong answer.
  ///
  /// @param reason in a few words
  record Unanswered(Trial trial, String reason, Spent spent, List<String> faults)
      implements Result {
    public Unanswered {
      faults = List.copyOf(faults);
    }
  }
}
