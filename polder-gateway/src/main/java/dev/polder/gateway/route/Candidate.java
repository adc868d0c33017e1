package dev.polder.gateway.route;

import dev.polder.model.Deployment;
import java.util.List;

/// One rung of a ladder: a variant over a pool of deployments.
///
/// @param name the pool's or the only deployment's, as `polder.yaml` calls it
/// @param pool where the variant is served, at least once
/// @param primary whether it is the ladder's first: every other one is a fallback
public record Candidate(String name, List<Deployment> pool, boolean primary) {
  public Candidate {
    pool = List.copyOf(pool);
    if (pool.isEmpty()) {
      throw new IllegalArgumentException("candidate '" + name + "' is served nowhere");
    }
  }
}
