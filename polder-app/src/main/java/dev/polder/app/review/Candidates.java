package dev.polder.app.review;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.DeploymentSettings;
import dev.polder.app.config.PoolSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The deployments behind the names that use cases list.
record Candidates(Map<String, List<DeploymentSettings>> byName) {
  static Candidates of(Configuration configuration) {
    Map<String, List<DeploymentSettings>> byName = new HashMap<>();
    for (DeploymentSettings deployment : configuration.deployments()) {
      byName.put(deployment.name(), List.of(deployment));
    }
    for (PoolSettings pool : configuration.pools()) {
      byName.put(
          pool.name(),
          pool.deployments().stream()
              .flatMap(name -> byName.getOrDefault(name, List.of()).stream())
              .toList());
    }
    return new Candidates(byName);
  }

  /// The deployments of a candidate, at least one.
  List<DeploymentSettings> deployments(String name) {
    return Objects.requireNonNull(byName.get(name), name);
  }
}
