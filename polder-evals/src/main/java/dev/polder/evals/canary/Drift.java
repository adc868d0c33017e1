package dev.polder.evals.canary;

import dev.polder.evidence.Estimate;
import dev.polder.evidence.verdict.Comparison;
import dev.polder.evidence.verdict.Declaration;
import dev.polder.evidence.verdict.FloorCheck;
import dev.polder.evidence.verdict.Judgement;
import dev.polder.evidence.verdict.Plan;
import dev.polder.evidence.verdict.Results;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// How far later rounds lie from the baseline.
///
/// The intervals are those of 95 %, for cases like those of the suite: each sample's later mean
/// less its mean in the baseline is one value, so that what varies between samples and what varies
/// from one asking to the next are both in their spread (E. Miller, arXiv 2411.00640, section 4).
/// By which method, is what a comparison of runs would use for as many samples. No alarm rests on
/// them.
///
/// @param score later minus baseline
/// @param newAnswers the share of answers that are none of the baseline's
/// @param usualNewAnswers the same of the baseline's answers among themselves
/// @param rounds how many later ones
public record Drift(Estimate score, Estimate newAnswers, double usualNewAnswers, int rounds) {
  private static final double ONE_SIDED = 0.025;

  /// No verdict is wanted: neither bound is ever looked at.
  private static final double ANY = 0.5;

  /// That of `later` rounds from the baseline's; empty where they have no two samples in common.
  public static Optional<Drift> between(List<Round> baseline, List<Round> later) {
    List<SideBySide.Case> cases = SideBySide.of(baseline, later).cases();
    if (cases.size() < 2) {
      return Optional.empty();
    }
    double[] before = values(cases, SideBySide.Case::earlierScore);
    double[] after = values(cases, SideBySide.Case::laterScore);
    double[] fresh = values(cases, SideBySide.Case::newAnswers);
    double[] usual = values(cases, SideBySide.Case::usualNewAnswers);
    return Optional.of(
        new Drift(
            judge(cases, Results.paired(before, after))
                .primary()
                .map(Comparison::difference)
                .orElseThrow(),
            judge(cases, Results.alone(fresh)).floor().map(FloorCheck::score).orElseThrow(),
            Arrays.stream(usual).average().orElse(0),
            later.size()));
  }

  private static Judgement judge(List<SideBySide.Case> cases, Results results) {
    Declaration declaration =
        Declaration.score(ANY, new Plan.Fixed(cases.size())).withAlpha(ONE_SIDED).withFloor(ANY);
    List<String> clusters = cases.stream().map(SideBySide.Case::cluster).toList();
    Map<String, Long> sizes =
        clusters.stream()
            .filter(name -> !name.isEmpty())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    if (sizes.isEmpty()) {
      return declaration.judge(results);
    }
    int single = (int) clusters.stream().filter(String::isEmpty).count();
    int largest = Math.toIntExact(Collections.max(sizes.values()));
    return declaration
        .withClusters(sizes.size() + single, largest)
        .judge(results.withClusters(clusters));
  }

  private static double[] values(
      List<SideBySide.Case> cases, ToDoubleFunction<SideBySide.Case> value) {
    return cases.stream().mapToDouble(value).toArray();
  }

  /// As people read it: `score -14.0 points [-25.1, -4.2], 38 % of answers new [24, 53], 4 % usual,
  /// n = 50`.
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "score %+.1f points [%+.1f, %+.1f], %.0f %% of answers new [%.0f, %.0f], %.0f %% usual, n = %d",
        100 * score.value(),
        100 * score.interval().low(),
        100 * score.interval().high(),
        100 * newAnswers.value(),
        100 * newAnswers.interval().low(),
        100 * newAnswers.interval().high(),
        100 * usualNewAnswers,
        score.n());
  }
}
