package dev.polder.evals.shadow;

import dev.polder.evidence.finding.Variant;
import dev.polder.model.Deployment;
import dev.polder.model.bundle.Bundle;
import java.io.IOException;

/// What shadowing must know of the gateway beside it. Everything may block, and is true at the
/// moment of asking.
public interface Surroundings {
  /// Whether one may ask a deployment now.
  sealed interface Leave {
    /// Yes.
    ///
    /// @param done gives the place back; to be run once
    record Go(Deployment deployment, Runnable done) implements Leave {}

    /// Not now.
    ///
    /// @param reason in a few words
    record Later(String reason) implements Leave {}

    /// Never for data like this.
    ///
    /// @param reason in a few words
    record Never(String reason) implements Leave {}
  }

  /// What is watched.
  ///
  /// @param candidate whose verdict it is
  /// @param identity of all that could make its scores differ
  /// @param bundle what it is told besides the call's messages
  record Watched(Variant candidate, String identity, Bundle bundle) {}

  /// What the candidate is now.
  ///
  /// @throws IOException when that cannot be told now; the message says why
  Watched watched() throws IOException;

  /// Leave to ask the candidate.
  Leave candidate(Mirrored.Terms terms);

  /// Leave to ask the judge; asked only where there is one.
  Leave judge(Mirrored.Terms terms);

  /// Takes the verdict back, as the alarm wants.
  ///
  /// @throws IOException when that could not be kept, and is to be tried again
  void takeBack(Watched watched, Watch watch) throws IOException;

  /// Whether the candidate has been shown to be good enough again since the alarm.
  ///
  /// @throws IOException when that cannot be told now
  boolean isProvenAgain(Watched watched, Watch watch) throws IOException;
}
