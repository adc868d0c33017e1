package dev.polder.gateway;

import dev.polder.evidence.finding.EvidenceBoard;
import dev.polder.evidence.finding.Finding;
import dev.polder.evidence.finding.Requirement;
import dev.polder.evidence.finding.Requirement.Rigour;
import dev.polder.evidence.finding.Subject;
import dev.polder.evidence.finding.SuiteVersion;
import dev.polder.evidence.finding.Variant;
import dev.polder.evidence.verdict.Declaration;
import dev.polder.evidence.verdict.Plan;
import dev.polder.evidence.verdict.Results;
import dev.polder.gateway.gate.EvidenceDemand;
import dev.polder.gateway.gate.Gate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// What was measured about the fallbacks of `letters`, for tests.
public final class Proofs {
  private static final Variant REFERENCE = Variant.of("frontier");
  private static final SuiteVersion SUITE = new SuiteVersion("letters-suite", "sha256:suite");
  private static final Declaration DECLARED = Declaration.binary(0.05, new Plan.Fixed(200));

  private final Rigour rigour;
  private final List<Subject> subjects = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  private Proofs(Rigour rigour) {
    this.rigour = rigour;
  }

  public static Proofs strict() {
    return new Proofs(Rigour.STRICT);
  }

  public static Proofs warning() {
    return new Proofs(Rigour.WARN);
  }

  /// What the use case asks.
  public static EvidenceDemand demand(Rigour rigour, String... lastResort) {
    return new EvidenceDemand("letters", rigour, Arrays.stream(lastResort).findFirst());
  }

  public Proofs unproven(String candidate) {
    subjects.add(
        new Subject(
            "letters",
            candidate,
            Variant.of(candidate),
            REFERENCE,
            SUITE,
            new Requirement(
                rigour,
                SUITE.name(),
                0.05,
                OptionalDouble.empty(),
                0.05,
                OptionalDouble.empty(),
                Optional.of(Duration.ofDays(90)))));
    return this;
  }

  public Proofs nonInferior(String candidate) {
    return found(candidate, 3, Instant.now());
  }

  public Proofs inferior(String candidate) {
    return found(candidate, 60, Instant.now());
  }

  /// Non-inferior, and measured longer ago than is asked.
  public Proofs aged(String candidate) {
    return found(candidate, 3, Instant.now().minus(Duration.ofDays(100)));
  }

  private Proofs found(String candidate, int lost, Instant measured) {
    double[] reference = new double[200];
    Arrays.fill(reference, 1);
    double[] own = reference.clone();
    Arrays.fill(own, 0, lost, 0);
    findings.add(
        new Finding(
            "letters",
            Variant.of(candidate),
            Optional.of(REFERENCE),
            SUITE,
            DECLARED,
            DECLARED.judge(Results.paired(reference, own)),
            measured,
            List.of("run"),
            Set.of()));
    return unproven(candidate);
  }

  public EvidenceBoard board() {
    return EvidenceBoard.of(subjects, findings, List.of());
  }

  /// Puts them before a gate.
  public void show(Gate gate) {
    gate.follow(board(), List.of());
  }
}
