package dev.polder.gateway.restriction;

import java.time.Instant;

/// Something that happened to a restriction, for those who tell people of it.
public sealed interface RestrictionEvent {
  /// When it happened.
  Instant at();

  /// The restriction that it happened to.
  Restriction restriction();

  /// A person or a drill has put it in force.
  record Declared(Instant at, Restriction restriction) implements RestrictionEvent {}

  /// Somebody has lifted it, whatever its origin.
  ///
  /// @param by who; `polder` where its deployment has left the configuration
  record Lifted(Instant at, Restriction restriction, String by) implements RestrictionEvent {}

  /// Its time was over.
  record Ended(Instant at, Restriction restriction) implements RestrictionEvent {}

  /// Polder's own probe has confirmed that access to a deployment is gone; `restriction` is on that
  /// deployment alone, and its reason says how the probe was refused.
  record AccessLost(Instant at, Restriction restriction) implements RestrictionEvent {
    /// The deployment's name.
    public String deployment() {
      return restriction.selector().value();
    }
  }

  /// Polder's own probe has found that access is there again, and the restriction is lifted.
  record AccessReturned(Instant at, Restriction restriction) implements RestrictionEvent {
    /// The deployment's name.
    public String deployment() {
      return restriction.selector().value();
    }
  }
}
