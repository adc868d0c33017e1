package dev.polder.gateway.call;

import dev.polder.gateway.health.Health;
import dev.polder.gateway.restriction.AccessWatch;
import dev.polder.gateway.restriction.Restrictions;
import dev.polder.gateway.traffic.Traffic;

/// What all calls have in common, on whichever event loop they are: what is restricted, how
/// deployments are faring, who watches access, how much is going on, and who listens.
public record Circumstances(
    Restrictions restrictions,
    Health health,
    AccessWatch access,
    Traffic traffic,
    CallListener listener) {
  /// Circumstances in which nobody listens.
  public Circumstances(
      Restrictions restrictions, Health health, AccessWatch access, Traffic traffic) {
    this(restrictions, health, access, traffic, CallListener.NONE);
  }
}
