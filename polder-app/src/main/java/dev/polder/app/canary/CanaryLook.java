package dev.polder.app.canary;

import dev.polder.app.config.CanarySettings;
import dev.polder.evals.canary.Vigil;
import java.time.Instant;
import java.util.Optional;

/// One canary at one moment, for people.
///
/// @param vigil what its rounds show
/// @param running whether a round is under way
/// @param waiting why a round that is due has not begun; empty where none waits
/// @param due when the next round begins
/// @param attempts how many rounds are over
/// @param lastAt when the last of them ended
/// @param trouble why that one tells nothing of the model; empty where it does
public record CanaryLook(
    CanarySettings settings,
    Vigil vigil,
    boolean running,
    Optional<String> waiting,
    Instant due,
    long attempts,
    Optional<Instant> lastAt,
    String trouble) {
  /// In one word: `learning` its baseline, `watching`, or `shifted`.
  public String state() {
    return vigil.alarm().isPresent() ? "shifted" : vigil.isLearning() ? "learning" : "watching";
  }
}
