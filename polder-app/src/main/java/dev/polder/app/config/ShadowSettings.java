package dev.polder.app.config;

import dev.polder.evals.shadow.Rating;
import dev.polder.model.Secret;
import dev.polder.model.bundle.Bundle;
import java.time.Duration;
import java.util.Optional;

/// A candidate that live calls are mirrored to, as configured.
///
/// @param candidate the name of a deployment or pool that exists, which the data class allows
/// @param bundle what it is told besides the call's messages
/// @param share of the calls, above 0
/// @param rating how answers are scored
/// @param judge the name of a deployment that exists, where a judge scores
/// @param margin the loss of score that is accepted
/// @param runLength scored calls until a false alarm, on average
/// @param concurrency mirrored calls at once, at most
/// @param retain how long scored answers are kept; empty: not at all
/// @param spoolBytes bound on what waits on disk, and as much again on what is kept
/// @param spoolAge bound on how long it waits
/// @param key what it is encrypted with; empty: a key in memory
public record ShadowSettings(
    String candidate,
    Bundle bundle,
    double share,
    Rating rating,
    Optional<String> judge,
    double margin,
    int runLength,
    int concurrency,
    Optional<Duration> retain,
    long spoolBytes,
    Duration spoolAge,
    Optional<Secret> key) {}
