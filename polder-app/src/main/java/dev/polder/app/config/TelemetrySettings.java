package dev.polder.app.config;

import dev.polder.app.config.value.LogForm;
import dev.polder.app.config.value.MetricsAccess;
import dev.polder.model.Secret;
import java.net.URI;
import java.util.Optional;

/// What Polder tells of itself, as configured.
///
/// @param collector where traces and metrics go by OTLP over HTTP; empty: nowhere
/// @param token what lets Polder in there
/// @param sample the part of the calls without a client's trace that are traced, above 0 to 1
public record TelemetrySettings(
    Optional<URI> collector,
    Optional<Secret> token,
    double sample,
    MetricsAccess metrics,
    LogForm log) {}
