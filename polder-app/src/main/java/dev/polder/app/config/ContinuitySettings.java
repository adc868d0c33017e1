package dev.polder.app.config;

import dev.polder.model.Traits;
import java.time.Duration;

/// When a deployment is left alone, and when it is used again.
public record ContinuitySettings(Ejection ejection, Failback failback) {
  /// When a deployment rests.
  ///
  /// @param failures in a row
  /// @param share of failures among at least 20 calls within 30 s, from 0 to 1
  /// @param rest the first; each further one is twice as long, up to `longestRest`
  public record Ejection(int failures, double share, Duration rest, Duration longestRest) {}

  /// How it comes back.
  ///
  /// @param mode of deployments that say nothing else
  /// @param successes of probes in a row
  /// @param ramp time over which its share of calls grows to the whole
  public record Failback(Traits.Failback mode, int successes, Duration ramp) {}
}
