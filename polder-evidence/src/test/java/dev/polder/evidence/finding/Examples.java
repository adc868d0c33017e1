package dev.polder.evidence.finding;

import dev.polder.evidence.verdict.Declaration;
import dev.polder.evidence.verdict.Plan;
import dev.polder.evidence.verdict.Results;
import dev.polder.evidence.verdict.Scale;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// Findings and what is asked, for tests: a candidate on 200 samples beside its reference.
final class Examples {
  static final Instant MEASURED = Instant.parse("2026-06-01T12:00:00Z");
  static final Variant REFERENCE = Variant.of("frontier-1");
  static final Variant CANDIDATE =
      new Variant("open-7b", "sha256:aa", "Q4_K_M", "sha256:prompt", "sha256:parameters");
  static final SuiteVersion SUITE = new SuiteVersion("letters", "sha256:suite");
  static final Declaration DECLARED =
      Declaration.binary(0.05, new Plan.Fixed(200))
          .withGuardrail(Scale.BINARY, 0.05)
          .withFloor(0.8);

  private Examples() {}

  /// A candidate that loses so many of 200 pairs and wins as many as `won`; all others are right.
  static Finding finding(int lost, int won) {
    return finding(DECLARED, lost, won);
  }

  static Finding finding(Declaration declaration, int lost, int won) {
    double[] reference = ones(200);
    double[] candidate = ones(200);
    Arrays.fill(candidate, 0, lost, 0);
    Arrays.fill(reference, lost, lost + won, 0);
    Results results =
        Results.paired(reference, candidate).withHarm(new double[200], new double[200]);
    return new Finding(
        "letters",
        CANDIDATE,
        Optional.of(REFERENCE),
        SUITE,
        declaration,
        declaration.judge(results),
        MEASURED,
        List.of("run-1", "run-2"),
        Set.of());
  }

  static Finding nonInferior() {
    return finding(4, 4);
  }

  static Finding inferior() {
    return finding(60, 0);
  }

  /// About 5 points lost: it clears a floor of 80, and nothing is decided about the margin.
  static Finding undecided() {
    return finding(14, 6);
  }

  /// So many of 200 right, without a reference.
  static Finding alone(int right) {
    double[] scores = new double[200];
    Arrays.fill(scores, 0, right, 1);
    return new Finding(
        "letters",
        CANDIDATE,
        Optional.empty(),
        SUITE,
        DECLARED,
        DECLARED.judge(Results.alone(scores).withHarm(new double[200])),
        MEASURED,
        List.of("run-3"),
        Set.of());
  }

  static Finding at(Finding finding, Instant measured) {
    return new Finding(
        finding.useCase(),
        finding.variant(),
        finding.reference(),
        finding.suite(),
        finding.declaration(),
        finding.judgement(),
        measured,
        finding.runs(),
        finding.marks());
  }

  static Requirement required(Requirement.Rigour rigour) {
    return new Requirement(
        rigour,
        "letters",
        0.05,
        OptionalDouble.of(0.05),
        0.05,
        OptionalDouble.of(0.8),
        Optional.of(Duration.ofDays(90)));
  }

  static Subject subject(Requirement requirement) {
    return new Subject("letters", "fallback", CANDIDATE, REFERENCE, SUITE, requirement);
  }

  static Subject strict() {
    return subject(required(Requirement.Rigour.STRICT));
  }

  private static double[] ones(int n) {
    double[] values = new double[n];
    Arrays.fill(values, 1);
    return values;
  }
}
