package dev.polder.evals.run;

import dev.polder.evals.solve.NoAnswerException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What stops a run: pulled once, for one reason, by whoever finds it first. Any thread may call.
final class Brake {
  private volatile @Nullable RunEnd end;

  /// Lets nothing more be asked.
  synchronized void pull(RunEnd why) {
    if (end == null) {
      end = why;
    }
  }

  /// Why it was pulled, if it was.
  Optional<RunEnd> why() {
    return Optional.ofNullable(end);
  }

  /// @throws NoAnswerException when it was pulled
  void check() throws NoAnswerException {
    RunEnd why = end;
    if (why != null) {
      throw new NoAnswerException(NoAnswerException.Kind.HALTED, why.message());
    }
  }
}
