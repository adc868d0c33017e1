package dev.polder.app.eval;

import dev.polder.evals.report.ComparisonReport;
import dev.polder.evals.report.Fact;
import dev.polder.evals.report.Party;
import dev.polder.evals.report.Provenance;
import dev.polder.evals.run.OwnScore;
import dev.polder.evals.run.Pairing;
import dev.polder.evals.run.Result;
import dev.polder.evals.run.RunHeader;
import dev.polder.evals.run.Subject;
import dev.polder.evals.score.Score;
import dev.polder.evidence.Estimate;
import dev.polder.evidence.Verdict;
import dev.polder.evidence.finding.Variant;
import dev.polder.evidence.verdict.Comparison;
import dev.polder.evidence.verdict.Plan;
import dev.polder.evidence.verdict.Scale;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/// Puts a comparison into the form of its report.
public final class ComparisonReports {
  private static final int PAIRS = 100;

  private final Compared compared;
  private final double confidence;

  private ComparisonReports(Compared compared) {
    this.compared = compared;
    this.confidence = compared.declaration().confidence();
  }

  /// The report of a comparison with a reference.
  ///
  /// @param useCase for which; empty where it is about none
  /// @param measuredAt when the candidate's last answer came
  public static ComparisonReport of(Compared compared, String useCase, Instant measuredAt) {
    return new ComparisonReports(compared).report(useCase, measuredAt);
  }

  private ComparisonReport report(String useCase, Instant measuredAt) {
    Comparison primary = compared.judgement().primary().orElseThrow();
    return new ComparisonReport(
        provenance(measuredAt),
        useCase,
        party(compared.pairing().reference()),
        party(compared.pairing().candidate()),
        compared.judgement().verdict(),
        compared.judgement().verdict() == Verdict.NOT_DECIDABLE ? primary.why() : "",
        endpoint(
            compared.suite().primary(),
            false,
            primary,
            Compared.Both::reference,
            Compared.Both::candidate),
        compared
            .judgement()
            .guardrail()
            .map(side ->
                endpoint(
                    compared.suite().guardrail().orElse("harm"),
                    true,
                    side,
                    Compared.Both::referenceHarm,
                    Compared.Both::candidateHarm)),
        test(primary),
        primary.pairsNeeded().isPresent()
            ? "About %,d pairs in all would decide it.".formatted(primary.pairsNeeded().getAsLong())
            : "",
        compared.remarks(),
        List.of(),
        pairs(),
        Math.max(0, compared.differing() - PAIRS));
  }

  private Provenance provenance(Instant measuredAt) {
    RunHeader header = compared.pairing().candidate();
    return new Provenance(
        header.suite().name(),
        header.suite().digest(),
        measuredAt,
        header.program(),
        List.of(
            new Fact("seed", Long.toString(header.plan().seed())),
            new Fact("epochs", Integer.toString(header.plan().epochs())),
            new Fact("solver", header.method().solver()),
            new Fact("run of the reference", compared.pairing().reference().run()),
            new Fact("run of the candidate", header.run())));
  }

  private static Party party(RunHeader header) {
    Subject subject = header.subject();
    return new Party(
        subject.deployment(),
        List.of(
            new Fact("model", subject.model()),
            new Fact(
                "variant", subject.variant().map(Variant::digest).orElse(subject.identity()))));
  }

  private ComparisonReport.Endpoint endpoint(
      String scorer,
      boolean harm,
      Comparison side,
      ToDoubleFunction<Compared.Both> reference,
      ToDoubleFunction<Compared.Both> candidate) {
    Scale scale =
        harm
            ? compared.declaration().guardrail().orElseThrow().scale()
            : compared.declaration().primary().scale();
    return new ComparisonReport.Endpoint(
        scorer,
        harm,
        mean(values(reference)),
        mean(values(candidate)),
        side.difference(),
        side.margin(),
        side.verdict(),
        side.p().isPresent() ? OptionalDouble.of(side.p().getAsDouble()) : OptionalDouble.empty(),
        scale == Scale.BINARY
            ? Optional.of(fourfold(values(reference), values(candidate)))
            : Optional.empty());
  }

  /// What counts: the declared number of samples, no more.
  private double[] values(ToDoubleFunction<Compared.Both> side) {
    return counted().stream().mapToDouble(side).toArray();
  }

  private List<Compared.Both> counted() {
    int n =
        switch (compared.declaration().plan()) {
          case Plan.Fixed fixed -> Math.min(fixed.n(), compared.samples().size());
          case Plan.Sequential _ -> compared.samples().size();
        };
    return compared.samples().subList(0, n);
  }

  private Estimate mean(double[] values) {
    Map<String, Integer> numbers = new HashMap<>();
    int[] groups =
        counted().stream()
            .mapToInt(both -> numbers.computeIfAbsent(both.group(), first -> numbers.size()))
            .toArray();
    double[] weights = counted().stream().mapToDouble(Compared.Both::weight).toArray();
    return OwnScore.of(values, groups, weights, confidence);
  }

  private static ComparisonReport.Fourfold fourfold(double[] reference, double[] candidate) {
    long both = 0;
    long referenceOnly = 0;
    long candidateOnly = 0;
    for (int i = 0; i < reference.length; i++) {
      both += reference[i] == 1 && candidate[i] == 1 ? 1 : 0;
      referenceOnly += reference[i] == 1 && candidate[i] == 0 ? 1 : 0;
      candidateOnly += reference[i] == 0 && candidate[i] == 1 ? 1 : 0;
    }
    return new ComparisonReport.Fourfold(
        both,
        referenceOnly,
        candidateOnly,
        reference.length - both - referenceOnly - candidateOnly);
  }

  private ComparisonReport.DeclaredTest test(Comparison primary) {
    String plan =
        switch (compared.declaration().plan()) {
          case Plan.Fixed fixed ->
              "%,d pairs, declared before the first question".formatted(fixed.n());
          case Plan.Sequential open ->
              "at any time, tuned for %,d pairs".formatted(open.expected());
        };
    return new ComparisonReport.DeclaredTest(
        primary.test().label(),
        plan,
        compared.declaration().alpha(),
        primary.n(),
        primary.clusters(),
        primary.effectiveClusters());
  }

  /// Where the candidate did worse comes first.
  private List<ComparisonReport.Pair> pairs() {
    return compared.samples().stream()
        .filter(both -> both.reference() != both.candidate())
        .sorted(Comparator.comparingDouble(both -> both.candidate() - both.reference()))
        .limit(PAIRS)
        .map(both -> pair(both.first()))
        .toList();
  }

  private ComparisonReport.Pair pair(Pairing.Pair pair) {
    Yardstick.Shown shown = compared.suite().shown(pair.trial().number());
    return new ComparisonReport.Pair(
        pair.trial().sample(),
        shown.question(),
        shown.target(),
        answer(pair.reference()),
        answer(pair.candidate()));
  }

  private ComparisonReport.Answer answer(Result.Scored result) {
    Optional<Score> score = result.score(compared.suite().primary());
    return new ComparisonReport.Answer(
        result.response().text(),
        score.map(Score::value).orElse(0.0),
        score.map(Score::explanation).orElse(""));
  }
}
