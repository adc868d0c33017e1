package dev.polder.gateway.route;

import dev.polder.evidence.finding.Ruling;
import dev.polder.model.Deployment;
import java.util.List;
import java.util.Optional;

/// How one candidate stands towards a kind of call now.
///
/// @param usable the deployments of its pool that may be asked
/// @param exclusions why the others may not
/// @param evidence what evidence says of it; empty where nothing is asked
public record Rung(
    Candidate candidate,
    List<Deployment> usable,
    List<Exclusion> exclusions,
    Optional<Ruling> evidence) {
  public Rung {
    usable = List.copyOf(usable);
    exclusions = List.copyOf(exclusions);
  }

  /// Whether it may be asked only because it is the last resort, and nobody proven is left.
  public boolean lastResort() {
    return !usable.isEmpty() && evidence.filter(ruling -> !ruling.open()).isPresent();
  }
}
