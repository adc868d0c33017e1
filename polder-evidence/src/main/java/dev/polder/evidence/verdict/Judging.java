package dev.polder.evidence.verdict;

import dev.polder.evidence.Estimate;
import dev.polder.evidence.Interval;
import dev.polder.evidence.Verdict;
import dev.polder.evidence.paired.ClusteredT;
import java.util.Optional;
import java.util.OptionalLong;

/// Applies a declaration to results.
final class Judging {
  private final Declaration declaration;
  private final Results results;
  private final MeanTest test;

  Judging(Declaration declaration, Results all) {
    all.requireDeclared(declaration);
    this.declaration = declaration;
    this.results =
        switch (declaration.plan()) {
          case Plan.Fixed fixed -> all.first(fixed.n());
          case Plan.Sequential open ->
              declaration.clustered() && all.n() < open.expected() ? all.withoutLastCluster() : all;
        };
    int expected =
        switch (declaration.plan()) {
          case Plan.Fixed fixed -> fixed.n();
          case Plan.Sequential open -> open.expected();
        };
    this.test = new MeanTest(declaration.alpha(), expected, declaration.clustering());
  }

  Judgement judgement() {
    Optional<Comparison> primary =
        results.scoreGains().map(gains -> compare(declaration.primary(), gains, false));
    Optional<Comparison> guardrail =
        declaration
            .guardrail()
            .flatMap(harm -> results.harmGains().map(gains -> compare(harm, gains, true)));
    Verdict verdict =
        primary
            .map(side -> Judgement.joint(side.verdict(), guardrail.map(Comparison::verdict)))
            .orElse(Verdict.NOT_DECIDABLE);
    return new Judgement(verdict, primary, guardrail, floor());
  }

  private Comparison compare(Endpoint endpoint, Sample gains, boolean harm) {
    GoverningTest governing = governing(declaration.test(endpoint), gains);
    Reading reading = read(governing, gains, -endpoint.margin());
    Optional<String> obstacle = obstacle(gains, reading);
    Reading spoken = obstacle.isPresent() ? reading.silent() : reading;
    OptionalLong needed =
        spoken.verdict() == Verdict.NOT_DECIDABLE
            ? needed(endpoint, gains, obstacle.isPresent())
            : OptionalLong.empty();
    Estimate gain = estimate(gains, spoken);
    Estimate difference = harm ? negated(gain) : gain;
    return new Comparison(
        spoken.verdict(),
        governing,
        endpoint.margin(),
        difference,
        spoken.p(),
        gains.clusters(),
        spoken.effectiveClusters(),
        new Discordance(gains.below(), gains.above()),
        spoken.verdict().label()
            + ": "
            + obstacle.orElseGet(() -> reason(endpoint, difference, spoken.verdict(), needed)),
        needed);
  }

  /// Weights are the suite's and known beforehand: where they leave less than t needs, its place is
  /// taken by the test for few samples.
  private static GoverningTest governing(GoverningTest declared, Sample sample) {
    return declared == GoverningTest.PAIRED_T
            && sample.weighted()
            && sample.effectiveClusters() < Declaration.ENOUGH_FOR_T
        ? GoverningTest.WORST_CASE_BOOTSTRAP
        : declared;
  }

  private Reading read(GoverningTest governing, Sample sample, double threshold) {
    boolean tellable = sample.n() >= 2 && isInOrder(sample);
    return tellable ? test.read(governing, sample, threshold) : Reading.nothing(sample);
  }

  /// The sequential test takes a cluster as one step, so its samples must follow each other.
  private boolean isInOrder(Sample sample) {
    return switch (declaration.plan()) {
      case Plan.Fixed _ -> true;
      case Plan.Sequential _ -> sample.clusterByCluster();
    };
  }

  /// Why nothing may be said, if so.
  private Optional<String> obstacle(Sample sample, Reading reading) {
    if (sample.n() < 2) {
      return Optional.of(sample.n() == 0 ? "there are no pairs yet" : "there is only one pair yet");
    }
    if (declaration.plan() instanceof Plan.Fixed fixed && sample.n() < fixed.n()) {
      return Optional.of(
          "%d of the %d declared %s are there; nothing is said before all are"
              .formatted(sample.n(), fixed.n(), results.hasReference() ? "pairs" : "samples"));
    }
    if (!isInOrder(sample)) {
      return Optional.of(
          "without a declared n, samples that belong together must be measured one cluster after the"
              + " other; declare n, or measure cluster by cluster");
    }
    if (declaration.clustered()
        && reading.effectiveClusters() < ClusteredT.LEAST_EFFECTIVE_CLUSTERS) {
      return Optional.of(
          "%s effective clusters, %.0f are needed"
              .formatted(
                  Points.number(reading.effectiveClusters()), ClusteredT.LEAST_EFFECTIVE_CLUSTERS));
    }
    return Optional.empty();
  }

  /// About how many pairs in all would decide it; where something else stands in the way, only the
  /// declared n can be named.
  private OptionalLong needed(Endpoint endpoint, Sample gains, boolean obstructed) {
    if (!obstructed) {
      return new Outlook(declaration, test, endpoint.margin()).pairs(gains);
    }
    return declaration.plan() instanceof Plan.Fixed fixed && gains.n() < fixed.n()
        ? OptionalLong.of(fixed.n())
        : OptionalLong.empty();
  }

  private static String reason(
      Endpoint endpoint, Estimate difference, Verdict verdict, OptionalLong needed) {
    String seen =
        "%s, n = %d, margin %s points"
            .formatted(Points.difference(difference), difference.n(), Points.of(endpoint.margin()));
    if (verdict != Verdict.NOT_DECIDABLE) {
      return seen;
    }
    if (needed.isEmpty()) {
      return seen + "; what is seen lies too near the margin, or beyond it, for more pairs to show";
    }
    return "%s; about %d more pairs would be needed at the %s seen"
        .formatted(
            seen,
            needed.getAsLong() - difference.n(),
            endpoint.scale() == Scale.BINARY ? "discordance" : "spread");
  }

  private Optional<FloorCheck> floor() {
    return declaration.floor().isPresent()
        ? Optional.of(check(declaration.floor().getAsDouble()))
        : Optional.empty();
  }

  private FloorCheck check(double floor) {
    Sample own = results.ownScores();
    GoverningTest governing = governing(alone(declaration.primary()), own);
    Reading score = read(governing, own, floor);
    Optional<Reading> harm = declaration.guardrail().flatMap(this::ownHarm);
    Optional<String> obstacle = obstacle(own, score);
    boolean cleared = obstacle.isEmpty() && score.above() && harm.map(Reading::above).orElse(true);
    Estimate share = estimate(own, score);
    Optional<Estimate> harmShare =
        harm.map(reading -> negated(estimate(results.ownHarmNegated().orElseThrow(), reading)));
    String why =
        "floor of %s points %s: %s"
            .formatted(
                Points.of(floor),
                cleared ? "cleared" : "not cleared",
                obstacle.orElseGet(() -> own(share, harmShare)));
    return new FloorCheck(floor, governing, share, harmShare, cleared, why);
  }

  private Optional<Reading> ownHarm(Endpoint endpoint) {
    return results
        .ownHarmNegated()
        .map(sample -> read(governing(alone(endpoint), sample), sample, -endpoint.margin()));
  }

  private static String own(Estimate score, Optional<Estimate> harm) {
    return "score %s%s, n = %d"
        .formatted(
            Points.share(score),
            harm.map(share -> ", harm " + Points.share(share)).orElse(""),
            score.n());
  }

  /// The test of a share measured alone: where pairs have Tango's, it has the exact bound.
  private GoverningTest alone(Endpoint endpoint) {
    GoverningTest paired = declaration.test(endpoint);
    return paired == GoverningTest.TANGO ? GoverningTest.EXACT_BINOMIAL : paired;
  }

  private Estimate estimate(Sample sample, Reading reading) {
    return new Estimate(sample.mean(), reading.interval(), declaration.confidence(), sample.n());
  }

  /// The tests know only gains; a harm is told as what it is.
  private static Estimate negated(Estimate gain) {
    return new Estimate(
        0 - gain.value(),
        new Interval(0 - gain.interval().high(), 0 - gain.interval().low()),
        gain.confidence(),
        gain.n());
  }
}
