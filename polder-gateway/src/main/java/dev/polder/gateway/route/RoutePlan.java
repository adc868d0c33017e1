package dev.polder.gateway.route;

import java.util.List;

/// The candidates of one call in the order in which they are tried, and why the others are left
/// out.
public record RoutePlan(List<Candidate> candidates, List<Exclusion> exclusions) {
  public RoutePlan {
    candidates = List.copyOf(candidates);
    exclusions = List.copyOf(exclusions);
  }
}
