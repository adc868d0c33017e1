package dev.polder.app.eval;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.DeploymentSettings;
import dev.polder.app.config.PoolSettings;
import dev.polder.app.config.UseCaseSettings;
import dev.polder.app.evidence.Variants;
import dev.polder.evidence.finding.Variant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What names of deployments and pools stand for, as the gateway serves it now.
///
/// @param useCase as which is asked; empty: any deployment by itself
public record Served(
    Configuration configuration, Variants variants, Optional<UseCaseSettings> useCase) {
  /// What `candidate` is now.
  ///
  /// @param candidate a deployment or a pool
  /// @throws IllegalArgumentException when it is neither
  public Variant variant(String candidate) throws IOException {
    if (useCase.isPresent() && useCase.get().candidates().contains(candidate)) {
      return variants.of(useCase.get(), candidate);
    }
    String deployment = deployments(candidate).getFirst();
    return useCase.isPresent()
        ? variants.asked(useCase.get(), deployment)
        : variants.of(configuration.deployment(deployment).orElseThrow());
  }

  /// Those that `candidate` stands for.
  List<String> deployments(String candidate) {
    return configuration.pools().stream()
        .filter(pool -> pool.name().equals(candidate))
        .findFirst()
        .map(PoolSettings::deployments)
        .orElseGet(() -> List.of(deployment(candidate)));
  }

  private String deployment(String name) {
    if (configuration.deployment(name).isEmpty()) {
      List<String> known = new ArrayList<>();
      configuration.deployments().stream().map(DeploymentSettings::name).forEach(known::add);
      configuration.pools().stream().map(PoolSettings::name).forEach(known::add);
      throw new IllegalArgumentException(
          "There is no deployment or pool '%s' in the configuration. Known: %s."
              .formatted(name, String.join(", ", known)));
    }
    return name;
  }
}
