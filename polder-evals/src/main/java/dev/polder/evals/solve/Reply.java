package dev.polder.evals.solve;

import dev.polder.evals.score.Response;
import dev.polder.model.Usage;
import dev.polder.model.provider.Fault;
import java.util.Optional;

/// What came of one request.
public sealed interface Reply {
  /// An answer.
  ///
  /// @param usage as the provider counted it, if it did
  record Answered(Response response, Optional<Usage> usage) implements Reply {}

  /// None.
  record Failed(Fault fault) implements Reply {}
}
