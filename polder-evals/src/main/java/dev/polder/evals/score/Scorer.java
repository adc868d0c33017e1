package dev.polder.evals.score;

import dev.polder.evals.sample.Sample;

/// Tells how good an answer is. May block (a judge, a command): call it on a virtual thread. Any
/// number of threads may call it at once.
public interface Scorer {
  /// Its name in the suite.
  String name();

  /// What values its scores take.
  Kind kind();

  /// The score of `response`.
  ///
  /// @throws ScoringFailed when there is no score, which is not the same as a score of 0: no answer
  ///   is wrong because its judge was away
  Score score(Sample sample, Response response);
}
