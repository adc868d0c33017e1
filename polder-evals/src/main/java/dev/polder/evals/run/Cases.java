package dev.polder.evals.run;

import dev.polder.evals.score.Scorer;
import dev.polder.evals.sample.Sample;
import java.util.List;
import java.util.Optional;

/// What a run needs of a suite.
///
/// @param digest of the suite's content
/// @param samples may be read from a file as they are asked for; any thread may ask
/// @param primary the scorer that decides
/// @param guardrail the scorer that watches for harm
public record Cases(
    String name,
    String digest,
    List<Sample> samples,
    List<Scorer> scorers,
    String primary,
    Optional<String> guardrail) {
  public Cases {
    scorers = List.copyOf(scorers);
  }
}
