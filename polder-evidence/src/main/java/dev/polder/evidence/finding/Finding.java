package dev.polder.evidence.finding;

import dev.polder.evidence.Verdict;
import dev.polder.evidence.verdict.Comparison;
import dev.polder.evidence.verdict.Declaration;
import dev.polder.evidence.verdict.FloorCheck;
import dev.polder.evidence.verdict.Judgement;
import dev.polder.evidence.verdict.Plan;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A dated result of an evaluation, which never changes.
///
/// @param useCase for which use case it was measured
/// @param variant what was measured
/// @param reference what it was compared with; empty where there was no reference to measure, so
///   that only a floor can speak
/// @param suite on which samples
/// @param declaration what was to be asked and by which rule, before the first result
/// @param judgement what came out
/// @param measuredAt when the candidate's last answer came; kept to the millisecond
/// @param runs the runs that it rests on, at least one
/// @param marks what people should know about how it was measured
public record Finding(
    String useCase,
    Variant variant,
    Optional<Variant> reference,
    SuiteVersion suite,
    Declaration declaration,
    Judgement judgement,
    Instant measuredAt,
    List<String> runs,
    Set<Mark> marks) {
  public Finding {
    if (useCase.isBlank() || runs.isEmpty()) {
      throw new IllegalArgumentException(
          "A finding needs a use case and the runs that it rests on, but has '%s' and %s."
              .formatted(useCase, runs));
    }
    if (reference.isPresent() != judgement.primary().isPresent()) {
      throw new IllegalArgumentException(
          "A finding about '%s' names %s reference, but its judgement has %s comparison with one."
              .formatted(
                  useCase,
                  reference.isPresent() ? "a" : "no",
                  judgement.primary().isPresent() ? "a" : "no"));
    }
    measuredAt = measuredAt.truncatedTo(ChronoUnit.MILLIS);
    runs = List.copyOf(runs);
    marks = Set.copyOf(marks);
  }

  /// What it says.
  public Verdict verdict() {
    return judgement.verdict();
  }

  /// Digest over all of it: two findings that say the same of the same measurement are one.
  public String id() {
    List<String> parts = new ArrayList<>();
    parts.add(useCase);
    parts.add(variant.digest());
    parts.add(reference.map(Variant::digest).orElse(""));
    parts.add(suite.name());
    parts.add(suite.digest());
    addDeclaration(parts);
    parts.add(verdict().name());
    judgement.primary().ifPresent(side -> addComparison(parts, side));
    judgement.guardrail().ifPresent(side -> addComparison(parts, side));
    judgement.floor().ifPresent(check -> addFloor(parts, check));
    parts.add(Long.toString(measuredAt.toEpochMilli()));
    parts.add(Integer.toString(runs.size()));
    parts.addAll(runs);
    new TreeSet<>(marks).forEach(mark -> parts.add(mark.label()));
    return Fingerprint.of("polder-finding-1", parts);
  }

  private void addDeclaration(List<String> parts) {
    parts.add(declaration.primary().scale().label());
    parts.add(Double.toString(declaration.primary().margin()));
    parts.add(declaration.guardrail().map(harm -> harm.scale().label()).orElse(""));
    parts.add(declaration.guardrail().map(harm -> Double.toString(harm.margin())).orElse(""));
    parts.add(Double.toString(declaration.alpha()));
    parts.add(
        switch (declaration.plan()) {
          case Plan.Fixed fixed -> "fixed " + fixed.n();
          case Plan.Sequential open -> "sequential " + open.expected();
        });
    parts.add(
        declaration
            .clustering()
            .map(groups -> groups.clusters() + " of " + groups.largest())
            .orElse(""));
    parts.add(declaration.floor().stream().mapToObj(Double::toString).findAny().orElse(""));
  }

  private static void addComparison(List<String> parts, Comparison side) {
    parts.add(side.verdict().name());
    parts.add(side.test().name());
    parts.add(Double.toString(side.difference().value()));
    parts.add(Double.toString(side.difference().interval().low()));
    parts.add(Double.toString(side.difference().interval().high()));
    parts.add(Long.toString(side.n()));
  }

  private static void addFloor(List<String> parts, FloorCheck check) {
    parts.add(Double.toString(check.floor()));
    parts.add(Double.toString(check.score().interval().low()));
    parts.add(Boolean.toString(check.cleared()));
  }

  /// Whether it was measured to its end: one that stopped before its declared n has nothing to say.
  boolean complete() {
    return switch (declaration.plan()) {
      case Plan.Sequential _ -> true;
      case Plan.Fixed fixed ->
          judgement.primary().map(side -> side.n() >= fixed.n()).orElse(true)
              && judgement.floor().map(check -> check.score().n() >= fixed.n()).orElse(true);
    };
  }
}
