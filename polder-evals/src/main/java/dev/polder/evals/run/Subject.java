package dev.polder.evals.run;

import dev.polder.evidence.finding.Variant;
import java.util.Optional;

/// Whom a run asks.
///
/// @param deployment its name in `polder.yaml`
/// @param provider whose it is
/// @param model as the provider knows it
/// @param identity a digest of everything that tells this deployment's answers from another's: the
///   weights where they are at hand, or else the address and the model's name there
/// @param variant what a finding about it is about, as it was when the run began; empty where that
///   is not known: of another tool's run, and in logs of version 1
public record Subject(
    String deployment, String provider, String model, String identity, Optional<Variant> variant) {
  /// Of which no variant is known.
  public Subject(String deployment, String provider, String model, String identity) {
    this(deployment, provider, model, identity, Optional.empty());
  }
}
