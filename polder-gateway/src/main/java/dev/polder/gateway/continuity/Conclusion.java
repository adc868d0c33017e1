package dev.polder.gateway.continuity;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How a call ended.
///
/// @param attempts all of them in order; the last one decided
/// @param untilFirst from the call's start to the first content of the answer that served it; all
///   attempts and waits before it were waited for too
public record Conclusion(
    Kind kind,
    List<Attempt> attempts,
    String reason,
    String finishReason,
    Optional<Duration> untilFirst) {
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
