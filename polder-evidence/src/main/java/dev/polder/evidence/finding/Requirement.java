package dev.polder.evidence.finding;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a use case's owner asks of a candidate before it may be used.
///
/// @param rigour what follows where the evidence is missing
/// @param suite name of the suite that counts
/// @param margin the loss of score that is accepted
/// @param guardrail the rise of harm that is accepted; empty: none is watched
/// @param alpha the one-sided error rate that is accepted, 1 minus the configured confidence
/// @param floor the least own score that may stand in for the margin where the reference cannot be
///   measured
/// @param maxAge how old a finding may be; empty: any age
public record Requirement(
    Rigour rigour,
    String suite,
    double margin,
    OptionalDouble guardrail,
    double alpha,
    OptionalDouble floor,
    Optional<Duration> maxAge) {
  private static final double ROUNDING = 1e-9;

  public Requirement {
    if (!(margin > 0 && margin < 1) || !(alpha > 0 && alpha < 0.5)) {
      throw new IllegalArgumentException(
          "A margin of %s at an error rate of %s asks for nothing. Write shares such as 0.05 and 0.05."
              .formatted(margin, alpha));
    }
    if (maxAge.isPresent() && !maxAge.get().isPositive()) {
      throw new IllegalArgumentException(
          "A greatest age of %s lets nothing count. Write a time such as 90d."
              .formatted(maxAge.get()));
    }
  }

  /// What follows where the evidence is missing.
  public enum Rigour {
    /// The candidate is none.
    STRICT("strict"),
    /// It is used and marked.
    WARN("warn"),
    /// Nothing.
    OFF("off");

    private final String label;

    Rigour(String label) {
      this.label = label;
    }

    /// As it is written in the configuration.
    public String label() {
      return label;
    }
  }

  /// Why what a finding declared is less than is asked here; empty where it is as much or more.
  Optional<String> shortfall(Finding finding) {
    double declared = finding.declaration().primary().margin();
    if (declared > margin + ROUNDING) {
      return Optional.of("it was measured with margin %s, %s is asked".formatted(declared, margin));
    }
    if (finding.declaration().alpha() > alpha + ROUNDING) {
      return Optional.of(
          "it was measured at an error rate of %s, %s is asked"
              .formatted(finding.declaration().alpha(), alpha));
    }
    if (guardrail.isEmpty()) {
      return Optional.empty();
    }
    if (finding.declaration().guardrail().isEmpty()) {
      return Optional.of("it was measured without the guardrail that is asked");
    }
    double harm = finding.declaration().guardrail().get().margin();
    return harm > guardrail.getAsDouble() + ROUNDING
        ? Optional.of(
            "it was measured with guardrail margin %s, %s is asked"
                .formatted(harm, guardrail.getAsDouble()))
        : Optional.empty();
  }
}
