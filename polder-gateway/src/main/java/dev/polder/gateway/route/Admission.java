package dev.polder.gateway.route;

import dev.polder.gateway.restriction.Restriction;
import dev.polder.gateway.restriction.Restrictions;
import dev.polder.model.Deployment;
import dev.polder.model.Operation;
import java.util.Optional;

/// Whether a deployment may serve a kind of call at all, whatever its health: what the
/// configuration and the restrictions in force say of it.
///
/// @param model a deployment of the primary, which embeddings must match
record Admission(Deployment model, Demands demands, Restrictions restrictions) {
  /// Why `deployment` may not, if so.
  Optional<Exclusion> exclusion(Deployment deployment) {
    if (demands.operation() == Operation.EMBEDDINGS) {
      Optional<Exclusion> other = otherModel(deployment);
      if (other.isPresent()) {
        return other;
      }
    }
    if (!demands.dataClass().allows(deployment.jurisdiction())) {
      return Optional.of(dataClass(deployment));
    }
    Optional<Exclusion> restricted = restricted(deployment);
    if (restricted.isPresent()) {
      return restricted;
    }
    return deployment.provider().address().get().isPresent()
        ? Optional.empty()
        : Optional.of(
            new Exclusion(deployment, Exclusion.Cause.UNADDRESSED, "its engine is not running"));
  }

  /// Embeddings of different models cannot be compared, so they move only between deployments of
  /// the primary's own model and dimension: a fallback to another would corrupt the client's index
  /// silently.
  private Optional<Exclusion> otherModel(Deployment deployment) {
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

  private Exclusion dataClass(Deployment deployment) {
    return new Exclusion(
        deployment,
        Exclusion.Cause.DATA_CLASS,
        "data of class '%s' may not go to location %s under control %s"
            .formatted(
                demands.dataClass().name(),
                deployment.jurisdiction().location(),
                deployment.jurisdiction().control()));
  }

  private Optional<Exclusion> restricted(Deployment deployment) {
    Optional<Restriction> cut = restrictions.cutting(deployment);
    if (cut.isPresent()) {
      return Optional.of(
          new Exclusion(
              deployment,
              Exclusion.Cause.RESTRICTED,
              "restricted (%s): %s".formatted(cut.get().selector(), cut.get().reason())));
    }
    if (demands.maxPriceFactor().isEmpty()) {
      return Optional.empty();
    }
    double factor = restrictions.priceFactor(deployment);
    return factor <= demands.maxPriceFactor().getAsDouble()
        ? Optional.empty()
        : Optional.of(
            new Exclusion(
                deployment,
                Exclusion.Cause.RESTRICTED,
                "costs %s times its price, more than the use case pays".formatted(factor)));
  }
}
