package dev.polder.gateway.route;

import dev.polder.gateway.restriction.Restriction;
import dev.polder.gateway.restriction.Restrictions;
import dev.polder.model.Deployment;
import dev.polder.model.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tells who may serve a call now, and why the others may not. Any thread may ask.
public final class Router {
  private final Restrictions restrictions;

  public Router(Restrictions restrictions) {
    this.restrictions = restrictions;
  }

  /// The candidates of `ladder` that may serve a call with these demands.
  public RoutePlan plan(Ladder ladder, Demands demands) {
    List<Candidate> left = new ArrayList<>();
    List<Exclusion> exclusions = new ArrayList<>();
    for (Rung rung : look(ladder, demands, restrictions)) {
      if (!rung.usable().isEmpty()) {
        left.add(rung.candidate());
      }
      exclusions.addAll(rung.exclusions());
    }
    return new RoutePlan(left, exclusions);
  }

  /// How every candidate of `ladder` stands, the primary first, as things are now.
  public List<Rung> look(Ladder ladder, Demands demands) {
    return look(ladder, demands, restrictions);
  }

  /// The same as it would be if these restrictions held instead of those in force.
  public List<Rung> look(Ladder ladder, Demands demands, Restrictions instead) {
    Deployment model = ladder.primary().pool().getFirst();
    List<Rung> rungs = new ArrayList<>(ladder.candidates().size());
    for (Candidate candidate : ladder.candidates()) {
      List<Deployment> usable = new ArrayList<>();
      List<Exclusion> exclusions = new ArrayList<>();
      for (Deployment deployment : candidate.pool()) {
        exclusion(deployment, model, demands, instead)
            .ifPresentOrElse(exclusions::add, () -> usable.add(deployment));
      }
      rungs.add(new Rung(candidate, usable, exclusions));
    }
    return rungs;
  }

  private static Optional<Exclusion> exclusion(
      Deployment deployment, Deployment model, Demands demands, Restrictions restrictions) {
    return otherModel(deployment, model, demands)
        .or(() -> dataClass(deployment, demands))
        .or(() -> restricted(deployment, demands, restrictions))
        .or(() -> unaddressed(deployment));
  }

  /// Embeddings of different models cannot be compared, so they move only between deployments of
  /// the primary's own model and dimension: a fallback to another would corrupt the client's index
  /// silently.
  private static Optional<Exclusion> otherModel(
      Deployment deployment, Deployment model, Demands demands) {
    if (demands.operation() != Operation.EMBEDDINGS) {
      return Optional.empty();
    }
    if (!deployment.model().equals(model.model())) {
      return Optional.of(
          new Exclusion(
              deployment,
              Exclusion.Cause.OTHER_MODEL,
              "embeddings of '%s' cannot stand in for those of '%s'"
                  .formatted(deployment.model(), model.model())));
    }
    if (!deployment.traits().dimension().equals(model.traits().dimension())) {
      return Optional.of(
          new Exclusion(
              deployment,
              Exclusion.Cause.OTHER_MODEL,
              "its embeddings have another dimension than those of '%s'".formatted(model.name())));
    }
    return Optional.empty();
  }

  private static Optional<Exclusion> dataClass(Deployment deployment, Demands demands) {
    if (demands.dataClass().allows(deployment.jurisdiction())) {
      return Optional.empty();
    }
    return Optional.of(
        new Exclusion(
            deployment,
            Exclusion.Cause.DATA_CLASS,
            "data of class '%s' may not go to location %s under control %s"
                .formatted(
                    demands.dataClass().name(),
                    deployment.jurisdiction().location(),
                    deployment.jurisdiction().control())));
  }

  private static Optional<Exclusion> restricted(
      Deployment deployment, Demands demands, Restrictions restrictions) {
    Optional<Restriction> cut = restrictions.cutting(deployment);
    if (cut.isPresent()) {
      return Optional.of(
          new Exclusion(
              deployment,
              Exclusion.Cause.RESTRICTED,
              "restricted (%s): %s".formatted(cut.get().selector(), cut.get().reason())));
    }
    double factor = restrictions.priceFactor(deployment);
    if (demands.maxPriceFactor().isPresent() && factor > demands.maxPriceFactor().getAsDouble()) {
      return Optional.of(
          new Exclusion(
              deployment,
              Exclusion.Cause.RESTRICTED,
              "costs %s times its price, more than the use case pays".formatted(factor)));
    }
    return Optional.empty();
  }

  private static Optional<Exclusion> unaddressed(Deployment deployment) {
    return deployment.provider().address().get().isPresent()
        ? Optional.empty()
        : Optional.of(
            new Exclusion(deployment, Exclusion.Cause.UNADDRESSED, "its engine is not running"));
  }
}
