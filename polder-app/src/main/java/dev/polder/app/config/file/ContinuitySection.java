package dev.polder.app.config.file;

import dev.polder.app.config.bind.Doc;
import dev.polder.app.config.bind.Range;
import dev.polder.app.config.value.Share;
import dev.polder.model.Traits;
import java.time.Duration;

/// `continuity`: what holds for all deployments.
public record ContinuitySection(
    @Doc("when a deployment is left alone for a while") Ejection ejection,
    @Doc("when it is used again") Failback failback) {

  /// `continuity.ejection`.
  public record Ejection(
      @Doc(value = "failures in a row after which a deployment rests", usual = "5")
          @Range(least = 1, most = 1000)
          int failures,
      @Doc(
              value = "or share of failures among at least 20 calls within 30 s, such as `50%`",
              usual = "50%")
          Share share,
      @Doc(value = "its first rest; each further one is twice as long", usual = "5s") Duration rest,
      @Doc(value = "its longest rest", usual = "60s") Duration longestRest) {}

  /// `continuity.failback`.
  public record Failback(
      @Doc(
              value = "`automatic`: Polder returns by itself; `by-hand`: a person says when",
              usual = "automatic",
              remedy =
                  "Write automatic (Polder returns by itself) or by-hand (a person says when).")
          Traits.Failback mode,
      @Doc(value = "probes in a row that must succeed", usual = "3") @Range(least = 1, most = 100)
          int successes,
      @Doc(value = "time over which its share of calls grows to the whole", usual = "60s")
          Duration ramp) {}
}
