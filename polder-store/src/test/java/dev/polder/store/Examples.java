package dev.polder.store;

import dev.polder.evidence.finding.Answer;
import dev.polder.evidence.finding.AnsweredRun;
import dev.polder.evidence.finding.Finding;
import dev.polder.evidence.finding.Mark;
import dev.polder.evidence.finding.SuiteVersion;
import dev.polder.evidence.finding.Variant;
import dev.polder.evidence.verdict.Declaration;
import dev.polder.evidence.verdict.Plan;
import dev.polder.evidence.verdict.Results;
import dev.polder.evidence.verdict.Scale;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Findings and answers of every shape, for tests.
final class Examples {
  static final Instant MEASURED = Instant.parse("2026-06-01T12:00:00.123Z");
  static final Variant REFERENCE = Variant.of("frontier-1");
  static final Variant CANDIDATE =
      new Variant("open-7b", "sha256:aa", "Q4_K_M", "sha256:prompt", "sha256:parameters");
  static final SuiteVersion SUITE = new SuiteVersion("letters", "sha256:suite");

  private Examples() {}

  /// With everything that a finding can have.
  static Finding full(Instant measured) {
    Declaration declared =
        Declaration.binary(0.05, new Plan.Fixed(120))
            .withGuardrail(Scale.BINARY, 0.02)
            .withClusters(12, 10)
            .withFloor(0.8);
    List<String> clusters = IntStream.range(0, 120).mapToObj(i -> "c" + i / 10).toList();
    Results results =
        Results.paired(ones(120, 110), ones(120, 100))
            .withHarm(ones(120, 5), ones(120, 9))
            .withClusters(clusters);
    return new Finding(
        "letters",
        CANDIDATE,
        Optional.of(REFERENCE),
        SUITE,
        declared,
        declared.judge(results),
        measured,
        List.of("run-2", "run-1"),
        Set.of(Mark.REFERENCE_STORED, Mark.IMPORTED));
  }

  /// Without reference, guardrail and clusters, under an open plan.
  static Finding alone(Instant measured) {
    Declaration declared = Declaration.score(0.05, new Plan.Sequential(50)).withFloor(0.5);
    return new Finding(
        "triage",
        CANDIDATE,
        Optional.empty(),
        SUITE,
        declared,
        declared.judge(Results.alone(ones(40, 38))),
        measured,
        List.of("run-3"),
        Set.of());
  }

  /// Without pairs at all, so that its interval is as wide as can be.
  static Finding empty(Instant measured) {
    Declaration declared = Declaration.binary(0.05, new Plan.Sequential(50));
    return new Finding(
        "search",
        CANDIDATE,
        Optional.of(REFERENCE),
        SUITE,
        declared,
        declared.judge(Results.paired(new double[0], new double[0])),
        measured,
        List.of("run-4"),
        Set.of());
  }

  static AnsweredRun run(String id, Instant measured) {
    return new AnsweredRun(id, SUITE, REFERENCE, measured, "sha256:method", "300 of seed 7");
  }

  static List<Answer> answers(int count) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            new Answer(
                "sample-" + i / 2,
                i % 2,
                "Sehr geehrte Frau Müller 🙂 \n" + i,
                i % 3 == 0 ? Map.of() : Map.of("exact", 1.0, "confident-wrong", i / 1e6)))
        .toList();
  }

  private static double[] ones(int n, int count) {
    double[] values = new double[n];
    Arrays.fill(values, 0, count, 1);
    return values;
  }
}
