package dev.polder.app.config;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// A canary as configured: a small suite that a deployment is asked on a schedule.
///
/// @param deployment the name of a deployment that exists
/// @param suite the name of a suite that exists
/// @param every from the beginning of one round to that of the next, a minute or more
/// @param samples how many samples a round asks, at most; fewer where the suite has fewer
/// @param baseline how many rounds make the baseline
/// @param concurrency samples asked at the same time, at most
/// @param steady whether they are asked at temperature 0
/// @param limitMoney what one round may cost; only where the deployment has a price
/// @param limitTokens what one round may use
public record CanarySettings(
    String deployment,
    String suite,
    Duration every,
    int samples,
    int baseline,
    int concurrency,
    boolean steady,
    OptionalDouble limitMoney,
    OptionalLong limitTokens) {}
