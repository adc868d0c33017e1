package dev.polder.gateway.telemetry;

import dev.polder.gateway.continuity.Attempt;
import dev.polder.model.Deployment;

/// Tells a failover from a retry and from an end.
final class Failovers {
  private Failovers() {}

  /// Whether asking `next` after `previous` is one: another deployment, after a failure.
  static boolean isOne(Attempt previous, Deployment next) {
    return Words.failed(previous)
        && previous.result() != Attempt.Result.OUTPACED
        && !previous.deployment().name().equals(next.name());
  }
}
