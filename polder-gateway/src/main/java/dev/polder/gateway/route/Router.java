package dev.polder.gateway.route;

import dev.polder.model.Deployment;
import dev.polder.model.Operation;
import java.util.ArrayList;
import java.util.List;

/// Makes route plans. Stateless; any thread may ask.
public final class Router {
  /// The candidates of `ladder` that may serve `operation`.
  ///
  /// Embeddings of different models cannot be compared, so they move only between deployments of
  /// the primary's own model: a fallback to another would corrupt the client's index silently.
  public RoutePlan plan(Ladder ladder, Operation operation) {
    return switch (operation) {
      case CHAT -> new RoutePlan(ladder.candidates(), List.of());
      case EMBEDDINGS -> sameModelOnly(ladder);
    };
  }

  private static RoutePlan sameModelOnly(Ladder ladder) {
    Deployment primary = ladder.primary().pool().getFirst();
    List<Candidate> left = new ArrayList<>();
    List<Exclusion> exclusions = new ArrayList<>();
    for (Candidate candidate : ladder.candidates()) {
      if (candidate.pool().getFirst().model().equals(primary.model())) {
        left.add(candidate);
      } else {
        exclusions.add(
            new Exclusion(
                candidate,
                "embeddings of '%s' cannot stand in for those of '%s'"
                    .formatted(candidate.pool().getFirst().model(), primary.model())));
      }
    }
    return new RoutePlan(left, exclusions);
  }
}
