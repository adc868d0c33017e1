package dev.polder.gateway.route;

import dev.polder.model.Deployment;
import dev.polder.model.bundle.Bundle;
import java.util.ArrayList;
import java.util.List;

/// A use case's candidates in the order of preference: the primary, then the fallbacks. Never
/// empty.
public record Ladder(List<Candidate> candidates) {
  public Ladder {
    candidates = List.copyOf(candidates);
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("a ladder needs at least one candidate");
    }
  }

  /// The ladder with `deployments` from the primary downwards.
  public static Ladder of(List<Deployment> deployments) {
    List<Candidate> candidates = new ArrayList<>(deployments.size());
    for (Deployment deployment : deployments) {
      candidates.add(new Candidate(deployment.name(), List.of(deployment), candidates.isEmpty()));
    }
    return new Ladder(candidates);
  }

  public Candidate primary() {
    return candidates.getFirst();
  }

  /// Whether any of its candidates is told something besides the call's messages.
  public boolean tells() {
    for (Candidate candidate : candidates) {
      if (!candidate.bundle().isNone()) {
        return true;
      }
    }
    return false;
  }

  /// What its candidates are told, in their order.
  public List<Bundle> bundles() {
    return candidates.stream().map(Candidate::bundle).toList();
  }
}
