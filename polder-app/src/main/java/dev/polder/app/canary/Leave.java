package dev.polder.app.canary;

import dev.polder.gateway.health.Health;
import dev.polder.gateway.health.Standing;
import dev.polder.gateway.restriction.Restriction;
import dev.polder.gateway.restriction.Restrictions;
import dev.polder.model.Deployment;
import java.util.Optional;
import java.util.function.Function;

/// Whether a canary may ask a deployment now: never one that is restricted or does not fare well,
/// and none that calls fill already.
public final class Leave {
  private final Function<String, Optional<Deployment>> deployments;
  private final Restrictions restrictions;
  private final Health health;

  /// @param deployments those of the configuration in force, by name
  public Leave(
      Function<String, Optional<Deployment>> deployments,
      Restrictions restrictions,
      Health health) {
    this.deployments = deployments;
    this.restrictions = restrictions;
    this.health = health;
  }

  /// Why a round may not begin; empty where it may.
  Optional<String> objection(String name) {
    return bar(name)
        .or(() ->
            deployments
                .apply(name)
                .filter(deployment -> health.standing(deployment) instanceof Standing.Full)
                .map(full -> "it has as many calls under way as it may have"));
  }

  /// Why a round may not even go on; empty where it may.
  Optional<String> bar(String name) {
    Optional<Deployment> deployment = deployments.apply(name);
    return deployment.isEmpty()
        ? Optional.of("it is not configured")
        : restriction(deployment.get()).or(() -> illness(deployment.get()));
  }

  /// A cap is for calls: what little it leaves is theirs.
  private Optional<String> restriction(Deployment deployment) {
    return restrictions.all().stream()
        .filter(one -> one.selector().matches(deployment))
        .filter(one -> limits(one.effect()))
        .findFirst()
        .map(one -> "it is restricted (%s): %s".formatted(one.selector(), one.reason()));
  }

  private static boolean limits(Restriction.Effect effect) {
    return switch (effect) {
      case Restriction.Effect.Cut cut -> true;
      case Restriction.Effect.Capped capped -> true;
      case Restriction.Effect.Priced priced -> false;
    };
  }

  private Optional<String> illness(Deployment deployment) {
    return switch (health.standing(deployment)) {
      case Standing.Ready ready ->
          ready.share() < 1 ? Optional.of("calls are just returning to it") : Optional.empty();
      case Standing.Full full -> Optional.empty();
      case Standing.Resting resting -> Optional.of("it rests: " + resting.reason());
      case Standing.Held held -> Optional.of("it waits for 'polder failback'");
    };
  }
}
