package dev.polder.app;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.DeploymentSettings;
import dev.polder.gateway.telemetry.Tariff;
import dev.polder.model.Usage;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/// What attempts cost by the prices of the configuration in force.
///
/// @param configuration the one in force, whenever it is asked for
record Prices(Supplier<Configuration> configuration) implements Tariff {
  @Override
  public OptionalDouble cost(String deployment, Usage usage) {
    return configuration
        .get()
        .deployment(deployment)
        .flatMap(DeploymentSettings::price)
        .map(price -> OptionalDouble.of(price.of(usage)))
        .orElseGet(OptionalDouble::empty);
  }
}
