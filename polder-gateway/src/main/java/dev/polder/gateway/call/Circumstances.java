package dev.polder.gateway.call;

import dev.polder.gateway.health.Health;
import dev.polder.gateway.mirror.Mirror;
import dev.polder.gateway.restriction.AccessWatch;
import dev.polder.gateway.restriction.Restrictions;
import dev.polder.gateway.traffic.Traffic;

/// What all calls have in common, on whichever event loop they are: what is restricted, how
/// deployments are faring, who watches access, how much is going on, where mirrored calls wait, and
/// who listens.
public record Circumstances(
    Restrictions restrictions,
    Health health,
    AccessWatch access,
    Traffic traffic,
    Mirror mirror,
    CallListener listener) {
  /// Circumstances in which nobody takes mirrored calls over, and nobody listens.
  public Circumstances(
      Restrictions restrictions, Health health, AccessWatch access, Traffic traffic) {
    this(restrictions, health, access, traffic, new Mirror(), CallListener.NONE);
  }
}
