package dev.polder.app.config;

import dev.polder.gateway.continuity.ContinuityPolicy;
import java.util.List;

/// A use case as configured.
///
/// @param candidates names of deployments that exist, the primary first
public record UseCaseSettings(
    String name, String description, List<String> candidates, ContinuityPolicy policy) {}
