package dev.polder.app.config;

import dev.polder.gateway.guard.ClientKey;
import dev.polder.gateway.server.GatewayOptions;
import java.nio.file.Path;
import java.time.Period;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// A whole `polder.yaml` without fault; every name in it that refers to something does.
///
/// @param outcomes the file that outcome lines are appended to
/// @param state the folder for what survives a restart; it need not be there yet
/// @param store the file of what has been measured; it need not be there yet
/// @param pools their names differ from those of deployments and use cases
/// @param alertNotice how long before an agreement's dates warnings begin
public record Configuration(
    String organisation,
    GatewayOptions server,
    AdminSettings admin,
    Path outcomes,
    Path state,
    Path store,
    TelemetrySettings telemetry,
    TransportSettings transport,
    ContinuitySettings continuity,
    List<ProviderSettings> providers,
    List<DeploymentSettings> deployments,
    List<PoolSettings> pools,
    List<DataClassSettings> dataClasses,
    List<SuiteSettings> suites,
    List<CanarySettings> canaries,
    List<UseCaseSettings> useCases,
    List<ClientKey> keys,
    List<AlertSettings> alerts,
    Period alertNotice) {
  /// The deployment of this name, if there is one.
  public Optional<DeploymentSettings> deployment(String name) {
    return deployments.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /// The suite of this name, if there is one.
  public Optional<SuiteSettings> suite(String name) {
    return suites.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /// The canary of this deployment, if it has one.
  public Optional<CanarySettings> canary(String deployment) {
    return canaries.stream().filter(each -> each.deployment().equals(deployment)).findFirst();
  }

  /// The same, with all that it keeps in `folder`: for a Polder that shall meet nothing of
  /// another's.
  public Configuration keptIn(Path folder) {
    return new Configuration(
        organisation,
        server,
        admin,
        folder.resolve("outcomes.jsonl"),
        folder.resolve("state"),
        folder.resolve("polder.db"),
        telemetry,
        transport,
        continuity,
        providers,
        deployments,
        pools,
        dataClasses,
        suites,
        canaries,
        useCases,
        keys,
        alerts,
        alertNotice);
  }

  /// These deployments and their providers, with nothing that refers to others.
  public Configuration only(Collection<String> names) {
    List<DeploymentSettings> kept =
        deployments.stream().filter(each -> names.contains(each.name())).toList();
    return new Configuration(
        organisation,
        server,
        admin,
        outcomes,
        state,
        store,
        telemetry,
        transport,
        continuity,
        providers.stream()
            .filter(
                provider -> kept.stream().anyMatch(each -> each.provider().equals(provider.name())))
            .toList(),
        kept,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        keys,
        alerts,
        alertNotice);
  }
}
