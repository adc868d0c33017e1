package dev.polder.evals.run;

import dev.polder.evals.sample.Sample;
import dev.polder.evals.score.Response;
import dev.polder.evals.score.Scored;
import java.util.List;
import java.util.Optional;

/// What a run needs of a suite.
///
/// @param digest of the suite's content
/// @param samples may be read from a file as they are asked for; any thread may ask
/// @param grading scores an answer; it may block, and any thread asks it
/// @param primary the scorer that decides
/// @param guardrail the scorer that watches for harm
public record Cases(
    String name,
    String digest,
    List<Sample> samples,
    Grading grading,
    String primary,
    Optional<String> guardrail) {

  /// How answers are scored, such as by a [scorecard][dev.polder.evals.score.Scorecard].
  @FunctionalInterface
  public interface Grading {
    /// All scores of an answer, as far as they can be told.
    Scored score(Sample sample, Response response);
  }
}
