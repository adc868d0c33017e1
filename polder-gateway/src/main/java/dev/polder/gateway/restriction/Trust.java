package dev.polder.gateway.restriction;

import dev.polder.model.Operation;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// How [AccessWatch] stands towards one deployment. Times are nanoseconds of its forward-only
/// clock.
///
/// ```
/// Trusted ──suspect──▶ Suspected ──due──▶ Asked ──lost──▶ Suspected, once more ──▶ … ──▶ Restricted
///    ▲                                      │                                          │    ▲
///    └──────────── access, unclear ─────────┘           access ◀── AskedAgain ◀──due───┘    │
///    └───────────────────────────────────────────────────┘            └───── lost, unclear ─┘
/// ```
sealed interface Trust {
  /// Nothing is known against it.
  ///
  /// @param quietUntil suspicions before this are not followed up: a probe has just found it well
  record Trusted(long quietUntil) implements Trust {
    boolean heeds(long now) {
      return now - quietUntil >= 0;
    }

    Suspected suspected(Operation operation, long now) {
      return new Suspected(operation, 0, now);
    }
  }

  /// It is to be probed.
  ///
  /// @param refusals how many probes in a row have been refused already
  record Suspected(Operation operation, int refusals, long due) implements Trust {
    Asked asked() {
      return new Asked(operation, refusals);
    }
  }

  /// A probe is under way.
  record Asked(Operation operation, int refusals) implements Trust {
    /// Two refusals in a row, a pause apart, confirm that access is lost: one alone may be a hiccup
    /// of a firewall or of a roll-out at the provider's.
    private static final int CONFIRMING = 2;

    boolean confirmedBy(Judgement judgement) {
      return judgement instanceof Judgement.Lost && refusals + 1 >= CONFIRMING;
    }

    Trust judged(Judgement judgement, long now, AccessWatch.Policy policy) {
      return switch (judgement) {
        case Judgement.Access access -> new Trusted(now + policy.quiet().toNanos());
        case Judgement.Unclear unclear -> new Trusted(now + policy.quiet().toNanos());
        case Judgement.Lost lost ->
            new Suspected(operation, refusals + 1, now + policy.pause().toNanos());
      };
    }
  }

  /// It is restricted, and is to be probed for the return of access.
  ///
  /// @param id of the restriction
  /// @param backoff the pause behind the next probe, if that one is in vain
  record Restricted(String id, Operation operation, Duration backoff, long due) implements Trust {
    AskedAgain asked() {
      return new AskedAgain(id, operation, backoff);
    }
  }

  /// A probe for the return of access is under way.
  record AskedAgain(String id, Operation operation, Duration backoff) implements Trust {
    /// Pauses double and are jittered by a fifth, so that many replicas do not ask as one.
    Restricted inVain(long now, AccessWatch.Policy policy, RandomGenerator random) {
      Duration doubled = backoff.multipliedBy(2);
      Duration next =
          doubled.compareTo(policy.longestBackoff()) > 0 ? policy.longestBackoff() : doubled;
      return new Restricted(id, operation, next, now + jittered(backoff, random));
    }
  }

  /// `pause` give or take a fifth.
  static long jittered(Duration pause, RandomGenerator random) {
    return (long) (pause.toNanos() * (0.8 + 0.4 * random.nextDouble()));
  }
}
