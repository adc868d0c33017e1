package dev.polder.app.eval;

import dev.polder.evals.run.Cases;
import dev.polder.evals.score.Ports;
import dev.polder.evals.suite.Suite;

/// A suite as a run wants it.
public final class SuiteCases {
  private SuiteCases() {}

  /// @throws IllegalStateException when a scorer needs what is not there; the message says what
  public static Cases of(Suite suite, Ports ports) {
    return new Cases(
        suite.name(),
        suite.digest(),
        suite.samples(),
        suite.scorecard(ports)::score,
        suite.primary(),
        suite.guardrail());
  }
}
