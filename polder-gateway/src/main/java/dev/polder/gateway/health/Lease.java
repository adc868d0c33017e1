package dev.polder.gateway.health;

import java.time.Duration;
import java.util.Optional;

/// Leave to make one attempt at a deployment. Given back exactly once, by saying how the attempt
/// went; whatever is said after that is not heard.
public final class Lease {
  private final Vitals vitals;
  private final boolean trial;
  private boolean over;

  Lease(Vitals vitals, boolean trial) {
    this.vitals = vitals;
    this.trial = trial;
  }

  /// The deployment said something sensible, even if it was a refusal.
  public void answered() {
    if (end()) {
      vitals.answered(trial);
    }
  }

  /// The deployment or the way to it does not work.
  public void broke() {
    if (end()) {
      vitals.broke(trial);
    }
  }

  /// The deployment has no room now.
  ///
  /// @param told how long it wants to rest, where it says so
  public void busy(Optional<Duration> told) {
    if (end()) {
      vitals.busy(told, trial);
    }
  }

  /// The attempt ended without a word about the deployment: the client left, or it was access that
  /// was refused.
  public void unjudged() {
    if (end()) {
      vitals.unjudged(trial);
    }
  }

  private boolean end() {
    boolean first = !over;
    over = true;
    return first;
  }
}
