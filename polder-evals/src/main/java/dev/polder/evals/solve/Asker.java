package dev.polder.evals.solve;

import dev.polder.evals.score.Response;
import dev.polder.http.Bytes;

/// The model as a solver sees it, while it works on one sample.
///
/// What stands behind it (the prompt variant, the cache, patience with a busy deployment, limits)
/// is not the solver's business.
public interface Asker {
  /// Asks once and waits for the answer.
  ///
  /// @param body of a chat completion as a client of the gateway would send it, without stream
  /// @throws NoAnswerException when there is none, or when nothing more may be asked
  Response ask(Bytes body) throws NoAnswerException, InterruptedException;
}
