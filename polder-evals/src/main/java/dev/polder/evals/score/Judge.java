package dev.polder.evals.score;

import dev.polder.evals.sample.Message;
import java.util.List;

/// A model that grades other models' answers. Whoever runs a suite wires a deployment to it.
@FunctionalInterface
public interface Judge {
  /// What it answers to `messages`; blocks. It should be asked at temperature 0.
  ///
  /// @throws ScoringFailed with [ScoringFailed.Reason#JUDGE_AWAY] when it does not answer
  String answer(List<Message> messages);
}
