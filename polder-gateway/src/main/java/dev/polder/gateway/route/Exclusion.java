package dev.polder.gateway.route;

import dev.polder.model.Deployment;
import java.time.Duration;
import java.util.Optional;

/// Why a deployment takes no part in a call now.
///
/// @param reason in a few words, without a full stop
/// @param left until it may take part again, where that is known
public record Exclusion(
    Deployment deployment, Cause cause, String reason, Optional<Duration> left) {
  /// One of which nobody knows how long it lasts.
  Exclusion(Deployment deployment, Cause cause, String reason) {
    this(deployment, cause, reason, Optional.empty());
  }

  /// The kinds of reasons.
  public enum Cause {
    /// It serves another model than the call must have.
    OTHER_MODEL,
    /// The call's data may not go there.
    DATA_CLASS,
    /// A restriction forbids it, or makes it too dear.
    RESTRICTED,
    /// It has no address now, as an engine that starts.
    UNADDRESSED,
    /// It rests, as it was told to or after failures, or a cap is used up.
    RESTING,
    /// It has as much under way as it may have.
    FULL,
    /// Evidence does not let it stand in for the primary; nothing else would keep it from this
    /// call.
    UNPROVEN,
    /// It is coming back, and this call is not among the share that it takes.
    RETURNING;

    /// Whether it may end while a call waits.
    boolean passes() {
      return switch (this) {
        case RESTING, FULL -> true;
        case OTHER_MODEL, DATA_CLASS, RESTRICTED, UNADDRESSED, UNPROVEN, RETURNING -> false;
      };
    }

    /// Whether it lasts as long as the configuration does.
    public boolean lasts() {
      return switch (this) {
        case OTHER_MODEL, DATA_CLASS -> true;
        case RESTRICTED, UNADDRESSED, UNPROVEN, RESTING, FULL, RETURNING -> false;
      };
    }
  }
}
