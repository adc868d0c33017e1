package dev.polder.evals.solve;

import dev.polder.evals.sample.Sample;
import dev.polder.evals.score.Response;

/// Turns a sample into a response, by asking a model once or more often.
///
/// Plain blocking code on a virtual thread of the sample's own. It keeps no state between samples,
/// and asks the same for the same sample and the same answers: that is what the cache, and going on
/// after a crash, rest on.
public interface Solver {
  /// For people, with everything in it that changes what is asked, such as `use case letters, 3
  /// examples`.
  String description();

  /// A digest of everything that changes what is asked, so that runs with the same one can be
  /// compared.
  String digest();

  /// Answers `sample`.
  ///
  /// @throws NoAnswerException when a question got no answer
  Response solve(Sample sample, Asker model) throws NoAnswerException, InterruptedException;
}
