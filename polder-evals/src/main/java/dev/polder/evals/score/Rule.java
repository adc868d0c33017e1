package dev.polder.evals.score;

import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import java.util.Optional;
import java.util.Set;

/// How one type of scorer tells good from bad.
sealed interface Rule {
  /// What values it gives.
  Kind kind();

  /// What is wrong with a sample's target, and what to do about it; nothing where it will do.
  Optional<String> objection(Target target);

  /// A rule that looks at the answer.
  non-sealed interface Direct extends Rule {
    /// What it says of `response`.
    ///
    /// @throws ScoringFailed when it cannot tell
    Mark mark(Sample sample, Response response, Ports ports);

    /// What it cannot do without.
    default Set<Need> needs() {
      return Set.of();
    }
  }

  /// A rule that also looks at what another scorer said.
  non-sealed interface Derived extends Rule {
    /// The name of the other.
    String of();

    /// What it says, given what the other said.
    Mark mark(Score other, Response response);
  }
}
