package dev.polder.gateway.route;

import dev.polder.model.Deployment;

/// Why a deployment takes no part in a call now.
///
/// @param reason in a few words, without a full stop
public record Exclusion(Deployment deployment, Cause cause, String reason) {
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
    /// It rests, as it was told to or after failures.
    RESTING,
    /// It has as much under way as it may have.
    FULL,
    /// It is coming back and takes only a part of the calls.
    RETURNING
  }
}
