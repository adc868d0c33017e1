package dev.polder.gateway.health;

import java.time.Duration;

/// When a deployment is taken out because it fails, and how it comes back.
///
/// @param failures so many in a row eject it
/// @param share of failures among at least [#COUNTED_CALLS] calls within [#WINDOW] that ejects it
///   too, from 0 to 1
/// @param rest how long it stays out the first time; doubled each time that it fails again on trial
/// @param longestRest how long it stays out at most
/// @param successes so many trials in a row must succeed, one at a time, before it returns
/// @param ramp how long it takes from the first tenth of its calls to all of them
public record HealthPolicy(
    int failures, double share, Duration rest, Duration longestRest, int successes, Duration ramp) {
  /// The time over which a share of failures is counted.
  public static final Duration WINDOW = Duration.ofSeconds(30);

  /// A share of fewer calls says little.
  public static final int COUNTED_CALLS = 20;

  /// What holds where the configuration says nothing.
  public static final HealthPolicy USUAL =
      new HealthPolicy(
          5, 0.5, Duration.ofSeconds(5), Duration.ofSeconds(60), 3, Duration.ofSeconds(60));
}
