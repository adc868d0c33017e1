package dev.polder.evidence.finding;

import dev.polder.evidence.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// How what is known about a candidate stands today.
public sealed interface Standing {
  /// Nothing has been measured.
  record Unmeasured() implements Standing {}

  /// There is a finding, but the suite, a variant or what is asked has changed since.
  ///
  /// @param reason what has changed, in a few words
  record Stale(Finding latest, String reason) implements Standing {}

  /// The finding counts.
  record Fresh(Finding counted) implements Standing {}

  /// The finding is about what is in use, but older than is asked.
  ///
  /// @param since when it became too old
  record Aged(Finding counted, Instant since) implements Standing {}

  /// The finding that it rests on, counting or not.
  default Optional<Finding> finding() {
    return switch (this) {
      case Unmeasured _ -> Optional.empty();
      case Stale stale -> Optional.of(stale.latest());
      case Fresh fresh -> Optional.of(fresh.counted());
      case Aged aged -> Optional.of(aged.counted());
    };
  }

  /// How it stands about `subject`, of which `findings` are all that is known, in the order in
  /// which they were added.
  ///
  /// The newest finding about exactly what is in use counts. One that was measured without a
  /// reference stands in only where the reference's own has decided nothing, and one that stopped
  /// before its declared n counts only where there is no other.
  static Standing of(Subject subject, Collection<Finding> findings, Instant now) {
    List<Finding> similar = findings.stream().filter(subject::resembles).toList();
    Optional<Finding> counted =
        counting(similar.stream().filter(one -> subject.departure(one).isEmpty()).toList());
    if (counted.isPresent()) {
      return aged(counted.get(), subject.requirement().maxAge(), now);
    }
    return newest(similar)
        .<Standing>map(
            latest -> new Stale(latest, subject.departure(latest).orElse("it has been replaced")))
        .orElseGet(Unmeasured::new);
  }

  private static Standing aged(Finding finding, Optional<Duration> maxAge, Instant now) {
    return maxAge
        .map(finding.measuredAt()::plus)
        .filter(since -> !now.isBefore(since))
        .<Standing>map(since -> new Aged(finding, since))
        .orElseGet(() -> new Fresh(finding));
  }

  private static Optional<Finding> counting(List<Finding> matching) {
    List<Finding> complete = matching.stream().filter(Finding::complete).toList();
    if (complete.isEmpty()) {
      return newest(matching);
    }
    Optional<Finding> compared =
        newest(complete.stream().filter(finding -> finding.reference().isPresent()).toList());
    return compared.filter(finding -> finding.verdict() != Verdict.NOT_DECIDABLE).isPresent()
        ? compared
        : newest(complete);
  }

  /// Of findings of the same instant the one added last is newer.
  private static Optional<Finding> newest(List<Finding> findings) {
    return findings.stream()
        .reduce((one, other) -> one.measuredAt().isAfter(other.measuredAt()) ? one : other);
  }
}
