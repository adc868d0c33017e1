package dev.polder.app.canary;

import dev.polder.evals.canary.Vigil;
import java.time.Instant;
import java.util.Optional;

/// What is known of one canary, and kept.
///
/// @param whom a digest of what the configuration says of the deployment's model: of another one
///   nothing that was seen holds
/// @param asked a digest of what was asked: with another suite the baseline is begun anew
/// @param vigil the rounds so far and what they show
/// @param due when the next round begins
/// @param attempts how many rounds were begun and are over, whatever came of them
/// @param last the last of them
/// @param owed the doubt that has not reached the store of findings yet
record Canary(
    String whom,
    String asked,
    Vigil vigil,
    Instant due,
    long attempts,
    Optional<Attempt> last,
    Optional<Owed> owed) {

  /// A round that is over.
  ///
  /// @param at when it ended
  /// @param trouble why it tells nothing of the model; empty where it does
  record Attempt(Instant at, String trouble) {}

  /// What must be said of findings that rest on the model.
  record Owed(Instant at, String reason) {}

  /// One that was never asked.
  static Canary fresh(String whom, int baseline, Instant due) {
    return new Canary(whom, "", Vigil.begin(baseline), due, 0, Optional.empty(), Optional.empty());
  }

  Canary with(Vigil other) {
    return new Canary(whom, asked, other, due, attempts, last, owed);
  }

  Canary dueAt(Instant when) {
    return new Canary(whom, asked, vigil, when, attempts, last, owed);
  }

  /// With one attempt more.
  Canary attempted(Attempt attempt) {
    return new Canary(whom, asked, vigil, due, attempts + 1, Optional.of(attempt), owed);
  }

  Canary asking(String what) {
    return new Canary(whom, what, vigil, due, attempts, last, owed);
  }

  Canary owing(Optional<Owed> doubt) {
    return new Canary(whom, asked, vigil, due, attempts, last, doubt);
  }
}
