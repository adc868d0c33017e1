package dev.polder.gateway.route;

import dev.polder.model.Deployment;
import dev.polder.model.bundle.Bundle;
import java.util.List;

/// One rung of a ladder: a variant over a pool of deployments, and what its use case says to it.
///
/// @param name the pool's or the only deployment's, as `polder.yaml` calls it
/// @param pool where the variant is served, at least once
/// @param primary whether it is the ladder's first: every other one is a fallback
/// @param bundle what it is told besides the call's own messages
public record Candidate(String name, List<Deployment> pool, boolean primary, Bundle bundle) {
  /// A candidate that is told nothing besides.
  public Candidate(String name, List<Deployment> pool, boolean primary) {
    this(name, pool, primary, Bundle.NONE);
  }

  public Candidate {
    pool = List.copyOf(pool);
    if (pool.isEmpty()) {
      throw new IllegalArgumentException("candidate '" + name + "' is served nowhere");
    }
  }
}
