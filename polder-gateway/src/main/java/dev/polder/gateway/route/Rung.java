package dev.polder.gateway.route;

import dev.polder.model.Deployment;
import java.util.List;

/// How one candidate stands towards a kind of call now.
///
/// @param usable the deployments of its pool that may be asked
/// @param exclusions why the others may not
public record Rung(Candidate candidate, List<Deployment> usable, List<Exclusion> exclusions) {
  public Rung {
    usable = List.copyOf(usable);
    exclusions = List.copyOf(exclusions);
  }
}
