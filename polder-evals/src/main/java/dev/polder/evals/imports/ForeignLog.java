package dev.polder.evals.imports;

import dev.polder.evals.run.Origin;
import java.time.Instant;
import java.util.List;

/// What a log of another tool says, in the words of none of them.
///
/// @param place the file, for messages
/// @param task what the tool calls the evaluation
/// @param scoring everything that decides how answers are scored, for the suite's digest
/// @param party who was asked
/// @param method how it was asked
/// @param primary the score that the tool itself puts first
/// @param samples in the order of the log
record ForeignLog(
    String place,
    Origin origin,
    Instant begun,
    String task,
    String scoring,
    Party party,
    Method method,
    String primary,
    List<ForeignSample> samples) {
  ForeignLog {
    samples = List.copyOf(samples);
  }

  /// @param provider through whom the tool asked
  /// @param parameters everything else that tells its answers from another's
  record Party(String provider, String model, String parameters) {}

  /// @param solver for people
  /// @param content all that it consists of, for its digest
  record Method(String solver, String content) {}
}
