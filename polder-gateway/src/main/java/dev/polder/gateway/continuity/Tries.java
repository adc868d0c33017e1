package dev.polder.gateway.continuity;

import dev.polder.gateway.health.Lease;
import dev.polder.gateway.route.Candidate;
import dev.polder.model.Credentials;
import dev.polder.model.Deployment;
import dev.polder.model.provider.Fault;
import dev.polder.model.provider.RestHint;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What one call has learned from its attempts that failed: whom it will not ask again, how often
/// it has tried, which keys were refused. It passes on to the deployment's health what others
/// should know. On the call's event loop only.
final class Tries {
  /// How long a key that is refused rests, where its provider has others.
  private static final Duration REFUSED_KEY_REST = Duration.ofMinutes(5);

  private static final Duration BUSY_KEY_REST = Duration.ofSeconds(2);

  /// A deployment that goes on saying when it can be asked again, and is busy then, is given up.
  private static final int MOST_TOLD_RESTS = 20;

  private final ContinuityPolicy policy;
  private final Means means;
  private final Set<Deployment> spent = new HashSet<>();
  private final Map<Candidate, Integer> retries = new HashMap<>();
  private final Map<Deployment, Integer> busy = new HashMap<>();
  private final Map<Deployment, Integer> keysRefused = new HashMap<>();
  private final Set<Deployment> broken = new HashSet<>();

  Tries(ContinuityPolicy policy, Means means) {
    this.policy = policy;
    this.means = means;
  }

  /// Whether this call will not ask `deployment` again.
  boolean isSpent(Deployment deployment) {
    return spent.contains(deployment);
  }

  /// Takes in that `attempt` failed, and settles its lease.
  void failed(RunningAttempt attempt, FailureClass failureClass, Fault fault) {
    Optional<Duration> hint = RestHint.of(fault, means.clock());
    if (setCredentialAside(attempt, failureClass, hint)) {
      attempt.lease().unjudged();
    } else {
      judge(attempt.deployment(), attempt.lease(), failureClass, hint);
      spend(attempt, failureClass, hint.isPresent());
    }
  }

  /// Where a provider knows us by several keys, what one is refused another may get: the deployment
  /// is asked again at once, and nothing is held against it. Each key has one turn: where all of
  /// them may be used again in a moment, the call would never come to the next candidate.
  ///
  /// @return whether another key is left
  private boolean setCredentialAside(
      RunningAttempt attempt, FailureClass failureClass, Optional<Duration> hint) {
    Credentials credentials = attempt.deployment().provider().credentials();
    boolean aboutTheKey =
        switch (failureClass) {
          case BUSY, UNPAID, WITHDRAWN -> credentials.count() > 1;
          case BROKEN, UNFIT, INVALID, CALLER_FAULT, ANSWER -> false;
        };
    if (!aboutTheKey) {
      return false;
    }
    Duration usual = failureClass == FailureClass.BUSY ? BUSY_KEY_REST : REFUSED_KEY_REST;
    boolean anotherLeft =
        credentials.setAside(attempt.credential(), means.loop().nanoTime(), hint.orElse(usual));
    int refused = keysRefused.merge(attempt.deployment(), 1, Integer::sum);
    return anotherLeft && refused < credentials.count();
  }

  /// Tells the deployment's health what a failure says about it.
  private void judge(
      Deployment deployment, Lease lease, FailureClass failureClass, Optional<Duration> hint) {
    switch (failureClass) {
      case BROKEN -> {
        // One call, however often it tries, is one witness.
        if (broken.add(deployment)) {
          lease.broke();
        } else {
          lease.unjudged();
        }
      }
      case BUSY -> lease.busy(hint);
      case UNFIT, INVALID, CALLER_FAULT, ANSWER -> lease.answered();
      case UNPAID, WITHDRAWN -> lease.unjudged();
    }
  }

  /// Whom this call will not ask again. Who is busy rests, and is asked again after that: up to a
  /// bound where it said for how long, else as often as the policy has retries. What does not fit
  /// one deployment of a variant does not fit the others.
  private void spend(RunningAttempt attempt, FailureClass failureClass, boolean told) {
    switch (failureClass) {
      case BUSY -> {
        int most = told ? MOST_TOLD_RESTS : policy.retries();
        if (busy.merge(attempt.deployment(), 1, Integer::sum) > most) {
          spent.add(attempt.deployment());
        }
      }
      case UNFIT, INVALID -> spent.addAll(attempt.candidate().pool());
      case BROKEN, UNPAID, WITHDRAWN, CALLER_FAULT, ANSWER -> spent.add(attempt.deployment());
    }
  }

  /// After `attempt` broke: how long to pause before the same candidate has another go, where the
  /// policy gives it one and nobody else of its pool is left to be asked at once.
  Optional<Duration> retry(RunningAttempt attempt) {
    Candidate candidate = attempt.candidate();
    int before = retries.getOrDefault(candidate, 0);
    if (!spent.containsAll(candidate.pool()) || before >= policy.retries()) {
      return Optional.empty();
    }
    retries.put(candidate, before + 1);
    spent.remove(attempt.deployment());
    return Optional.of(ContinuityPolicy.backOff(before + 1, means.random()));
  }
}
