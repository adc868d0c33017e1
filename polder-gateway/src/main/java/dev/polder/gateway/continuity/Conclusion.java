package dev.polder.gateway.continuity;

import java.util.List;

/// How a call ended.
///
/// @param attempts all of them in order; the last one decided
public record Conclusion(Kind kind, List<Attempt> attempts, String reason, String finishReason) {
  public Conclusion {
    attempts = List.copyOf(attempts);
  }

  /// The ways in which a call ends.
  public enum Kind {
    /// The whole answer went to the client.
    SERVED,
    /// The client was told honestly that there is none, or that it broke off.
    FAILED,
    /// The client left first.
    ABANDONED
  }
}
