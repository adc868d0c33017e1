package dev.polder.gateway.route;

import dev.polder.gateway.health.Lease;
import dev.polder.model.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a call may do next.
public sealed interface Step {
  /// Ask `deployment`, whose place is taken by `lease`.
  ///
  /// @param evidence what evidence says of the candidate, in a few words; `""` where nothing is
  ///   asked
  record Go(Candidate candidate, Deployment deployment, Lease lease, String evidence)
      implements Step {}

  /// Wait: everybody who could be asked rests or is full.
  ///
  /// @param rest until the first one has rested; empty where nobody rests
  /// @param full who may have room at any moment
  record Wait(Optional<Duration> rest, List<Deployment> full, List<Exclusion> exclusions)
      implements Step {}

  /// Nobody is left to be asked, and waiting would not help.
  ///
  /// @param exclusions why, as far as it was not this call's own attempts
  record Nobody(List<Exclusion> exclusions) implements Step {}
}
