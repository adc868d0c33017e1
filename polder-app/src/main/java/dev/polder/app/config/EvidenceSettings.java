package dev.polder.app.config;

import dev.polder.evidence.finding.Requirement;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a use case asks of its fallbacks, as configured; it asks something.
///
/// @param suite the name of a suite that exists
/// @param margin the loss of score that is accepted
/// @param guardrail the rise of harm that is accepted; empty: none is watched
/// @param confidence of a verdict, one-sided, from 0.8
/// @param floor the least own score that will do where a fallback cannot be compared
/// @param require strict, or only a warning
/// @param maxAge how old a finding may be, in whole days
public record EvidenceSettings(
    String suite,
    double margin,
    OptionalDouble guardrail,
    double confidence,
    OptionalDouble floor,
    Requirement.Rigour require,
    Duration maxAge) {
  /// The same for the gate.
  ///
  /// @param suiteName what the suite calls itself, by which findings know it
  public Requirement requirement(String suiteName) {
    return new Requirement(
        require, suiteName, margin, guardrail, alpha(), floor, Optional.of(maxAge));
  }

  /// The one-sided error rate, without what binary fractions add to it: 0.05 for 0.95.
  public double alpha() {
    return Math.round((1 - confidence) * 1e9) / 1e9;
  }
}
