package dev.polder.gateway.route;

import dev.polder.evidence.finding.Ruling;
import dev.polder.gateway.gate.EvidenceDemand;
import dev.polder.gateway.gate.Gate;
import dev.polder.gateway.restriction.Restriction;
import dev.polder.gateway.restriction.Restrictions;
import dev.polder.model.Deployment;
import dev.polder.model.Operation;
import java.util.Optional;

/// Whether a deployment may serve a kind of call at all, whatever its health: what the
/// configuration, the restrictions in force and the evidence say of it.
///
/// @param primary which embeddings must match, and which evidence is about
record Admission(Candidate primary, Demands demands, Restrictions restrictions, Gate gate) {
  /// What evidence says of `candidate`; empty where nothing is asked of it. Embeddings are answered
  /// by the primary's own model only, so there is nothing to be compared.
  Optional<Ruling> ruling(Candidate candidate) {
    if (demands.evidence().isEmpty()
        || candidate.primary()
        || demands.operation() == Operation.EMBEDDINGS) {
      return Optional.empty();
    }
    return Optional.of(
        gate.ruling(demands.evidence().get(), candidate.name(), primaryIsRestricted()));
  }

  private boolean primaryIsRestricted() {
    for (Deployment deployment : primary.pool()) {
      if (restrictions.cutting(deployment).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /// Whether a candidate is named that may answer unproven.
  boolean hasLastResort() {
    return demands.evidence().isPresent() && demands.evidence().get().lastResort().isPresent();
  }

  /// Whether it is this one.
  boolean isLastResort(Candidate candidate) {
    return demands.evidence().flatMap(EvidenceDemand::lastResort).stream()
        .anyMatch(candidate.name()::equals);
  }

  /// Why `deployment` may not, if so.
  ///
  /// @param ruling what evidence says of its candidate, where it is asked. It is looked at last:
  ///   who is excluded for it would be asked if it were proven
  Optional<Exclusion> exclusion(Deployment deployment, Optional<Ruling> ruling) {
    Optional<Exclusion> barred = exclusion(deployment);
    return barred.isEmpty() && ruling.isPresent() && !ruling.get().open()
        ? Optional.of(unproven(deployment, ruling.get()))
        : barred;
  }

  private Exclusion unproven(Deployment deployment, Ruling ruling) {
    return new Exclusion(
        deployment,
        Exclusion.Cause.UNPROVEN,
        "%s for use case '%s': %s"
            .formatted(
                standing(ruling.basis()),
                demands.evidence().map(EvidenceDemand::useCase).orElse(""),
                ruling.why()));
  }

  private static String standing(Ruling.Basis basis) {
    return switch (basis) {
      case INFERIOR -> "proven worse";
      case LOST -> "no longer proven";
      case NON_INFERIOR, FLOOR, UNPROVEN, NOT_ASKED -> "not proven";
    };
  }

  private Optional<Exclusion> exclusion(Deployment deployment) {
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
    Deployment model = primary.pool().getFirst();
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
