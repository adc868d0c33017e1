package dev.polder.gateway.continuity;

import dev.polder.model.provider.Fault;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// Why a call has no (whole) answer.
public sealed interface CallFailure {
  /// Every candidate was tried in vain.
  ///
  /// @param last what the last one said, which is what the client is told
  record Exhausted(Fault last, List<Attempt> attempts) implements CallFailure {}

  /// An upstream answered that the request itself is wrong, or refused it; its words are kept.
  ///
  /// @param fault a rejection, or an error that the stream began with
  record Returned(Fault fault, Reply.ServedBy by) implements CallFailure {}

  /// The call's deadline passed.
  record DeadlinePassed(Duration limit, List<Attempt> attempts) implements CallFailure {}

  /// The upstream failed after the client had got part of the answer.
  record Interrupted(Fault fault, Attempt attempt) implements CallFailure {}

  /// The route plan was empty from the start.
  record NoCandidate(String reason) implements CallFailure {}

  /// The attempts in one line.
  static String list(List<Attempt> attempts) {
    return attempts.stream().map(Attempt::summary).collect(Collectors.joining("; "));
  }
}
