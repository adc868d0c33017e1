package dev.polder.gateway.restriction;

import java.time.Instant;
import java.util.Optional;

/// A statement that some deployments may not be used now, or only so much.
///
/// @param id short and unique, for `polder lift`
/// @param reason why, in its author's words
/// @param by who declared it; `polder` for what its own probe confirmed
/// @param until when it ends by itself; empty: when it is lifted
public record Restriction(
    String id,
    Selector selector,
    Effect effect,
    Origin origin,
    String reason,
    String by,
    Instant since,
    Optional<Instant> until) {

  /// What a restriction does to the deployments that it meets.
  public sealed interface Effect {
    /// They may not be used.
    ///
    /// @param now whether streams that have begun are ended too, honestly
    record Cut(boolean now) implements Effect {}

    /// All of them together may be asked only so often.
    ///
    /// @param attempts how many attempts, evenly spread
    /// @param per in which time
    record Capped(int attempts, java.time.Duration per) implements Effect {}

    /// They cost `factor` times as much: use cases with a lower bound leave them.
    record Priced(double factor) implements Effect {}
  }

  /// How a restriction came about.
  public enum Origin {
    /// A person said so.
    DECLARED,
    /// Polder's own probe found access lost.
    DETECTED,
    /// An exercise.
    DRILL
  }
}
