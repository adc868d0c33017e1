package dev.polder.gateway.continuity;

import dev.polder.gateway.route.Exclusion;
import dev.polder.model.provider.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Why a call has no (whole) answer.
public sealed interface CallFailure {
  /// Every candidate was tried in vain.
  ///
  /// @param last what the last one said, which is what the client is told
  /// @param earliest until somebody can be asked again, where that is known
  /// @param unproven who was left out for want of evidence alone, and why; empty: nobody
  record Exhausted(Fault last, List<Attempt> attempts, Optional<Duration> earliest, String unproven)
      implements CallFailure {}

  /// An upstream answered that the request itself is wrong, or refused it; its words are kept.
  ///
  /// @param fault a rejection, or an error that the stream began with
  record Returned(Fault fault, Reply.ServedBy by) implements CallFailure {}

  /// The call's deadline passed.
  record DeadlinePassed(Duration limit, List<Attempt> attempts) implements CallFailure {}

  /// The upstream failed after the client had got part of the answer.
  record Interrupted(Fault fault, Attempt attempt) implements CallFailure {}

  /// A restriction that ends streams has met this one, of which the client had got a part.
  record CutOff(String restriction, Attempt attempt) implements CallFailure {}

  /// Nobody could be asked, and nobody was.
  ///
  /// @param earliest until somebody can be, where that is known
  /// @param lasts whether it stays so as long as the configuration does
  record NoCandidate(String reason, Optional<Duration> earliest, boolean lasts)
      implements CallFailure {
    static NoCandidate of(List<Exclusion> exclusions, Optional<Duration> earliest) {
      boolean lasts = exclusions.stream().allMatch(exclusion -> exclusion.cause().lasts());
      return new NoCandidate(reasons(exclusions), earliest, lasts);
    }
  }

  /// Access to whoever could be asked is gone, and somebody is left out for want of evidence alone.
  ///
  /// @param reason who is left out and why
  /// @param attempts those that showed that access is gone; often none
  /// @param earliest until somebody can be asked, where that is known
  record NoneProven(String reason, List<Attempt> attempts, Optional<Duration> earliest)
      implements CallFailure {}

  /// Who is left out and why, in one line.
  static String reasons(List<Exclusion> exclusions) {
    return exclusions.stream()
        .map(exclusion -> exclusion.deployment().name() + ": " + exclusion.reason())
        .collect(Collectors.joining("; "));
  }

  /// The attempts in one line.
  static String list(List<Attempt> attempts) {
    return attempts.stream().map(Attempt::summary).collect(Collectors.joining("; "));
  }
}
