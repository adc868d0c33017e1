package dev.polder.app.config;

import dev.polder.gateway.continuity.ContinuityPolicy;
import dev.polder.model.bundle.Bundle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// A use case as configured.
///
/// @param candidates names of deployments or pools that exist, the primary first
/// @param dataClass the name of a data class that exists
/// @param maxPriceFactor how many times the primary's price a fallback may cost, at least 1
/// @param bundles what is said to candidates besides the call's messages, by their names
/// @param evidence what its fallbacks must have shown; empty: nothing
/// @param lastResort a fallback that answers unproven rather than nobody
/// @param shadow a candidate that live calls are mirrored to
public record UseCaseSettings(
    String name,
    String description,
    List<String> candidates,
    ContinuityPolicy policy,
    Optional<String> dataClass,
    OptionalDouble maxPriceFactor,
    Map<String, Bundle> bundles,
    Optional<EvidenceSettings> evidence,
    Optional<String> lastResort,
    Optional<ShadowSettings> shadow) {}
