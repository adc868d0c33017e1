package dev.polder.app.config;

import dev.polder.model.Jurisdiction;

/// A deployment as configured.
///
/// @param provider the name of a provider that exists
public record DeploymentSettings(
    String name, String provider, String model, Jurisdiction jurisdiction) {}
