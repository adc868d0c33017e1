package dev.polder.gateway.telemetry;

import dev.polder.model.Usage;
import java.util.OptionalDouble;

/// What attempts cost, where somebody knows it. Any thread may ask.
@FunctionalInterface
public interface Tariff {
  /// Nobody knows what anything costs.
  Tariff UNKNOWN = (deployment, usage) -> OptionalDouble.empty();

  /// What `usage` costs at this deployment, in whatever currency prices are in.
  OptionalDouble cost(String deployment, Usage usage);
}
