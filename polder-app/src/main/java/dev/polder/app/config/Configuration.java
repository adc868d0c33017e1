package dev.polder.app.config;

import dev.polder.gateway.guard.ClientKey;
import dev.polder.gateway.server.GatewayOptions;
import java.nio.file.Path;
import java.util.List;

/// A whole `polder.yaml` without fault; every name in it that refers to something does.
///
/// @param outcomes the file that outcome lines are appended to
public record Configuration(
    String organisation,
    GatewayOptions server,
    Path outcomes,
    List<ProviderSettings> providers,
    List<DeploymentSettings> deployments,
    List<UseCaseSettings> useCases,
    List<ClientKey> keys) {}
