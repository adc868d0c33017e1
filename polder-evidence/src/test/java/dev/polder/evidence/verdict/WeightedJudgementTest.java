package dev.polder.evidence.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.polder.evidence.Figures;
import dev.polder.evidence.Verdict;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Samples that do not all count the same.
final class WeightedJudgementTest {
  /// The candidate is worse only on the samples that count ten times.
  private static Results worseWhereItCounts(int n, int heavy) {
    double[] reference = new double[n];
    double[] candidate = new double[n];
    double[] weights = new double[n];
    Arrays.fill(reference, 1);
    for (int i = 0; i < n; i++) {
      boolean counts = i % 20 == 0 && i / 20 < heavy;
      candidate[i] = counts ? 0 : 1;
      weights[i] = i % 20 == 0 ? 1 : 0.1;
    }
    return Results.paired(reference, candidate).withWeights(weights);
  }

  private static Comparison primary(Declaration declaration, Results results) {
    return declaration.judge(results).primary().orElseThrow();
  }

  @Test
  void aLossWhereItCountsIsAsLargeAsItsWeight() {
    // Given 1,000 samples of which 50 count ten times; 20 of those are lost: 2 % of samples, but
    // 20 of 145 parts of the weight
    Results results = worseWhereItCounts(1000, 20);

    Comparison fixed = primary(Declaration.score(0.05, new Plan.Fixed(1000)), results);
    Comparison open = primary(Declaration.score(0.05, new Plan.Sequential(1000)), results);

    assertThat(fixed.difference().value()).isCloseTo(-20 / 145.0, within(1e-12));
    assertThat(open.difference().value()).isCloseTo(-20 / 145.0, within(1e-12));
    assertThat(fixed.verdict()).isEqualTo(Verdict.INFERIOR);
    assertThat(open.verdict()).isNotEqualTo(Verdict.NON_INFERIOR);
    assertThat(fixed.effectiveClusters()).isCloseTo(145 * 145 / 59.5, within(1e-9));
  }

  @Test
  void weightsThatLeaveLessThanTNeedsLeadToTheTestForFew() {
    Declaration declaration = Declaration.score(0.05, new Plan.Fixed(400));
    double[] some = new double[400];
    Arrays.setAll(some, i -> i % 2 == 0 ? 1 : 0.8);
    double[] few = new double[400];
    Arrays.setAll(few, i -> i % 20 == 0 ? 1 : 0.05);
    double[] ones = new double[400];
    Arrays.fill(ones, 1);
    Results same = Results.paired(ones, ones);

    assertThat(primary(declaration, same.withWeights(some)).test())
        .isEqualTo(GoverningTest.PAIRED_T);
    assertThat(primary(declaration, same.withWeights(few)).test())
        .isEqualTo(GoverningTest.WORST_CASE_BOOTSTRAP);
  }

  @Test
  void equalWeightsChangeNothing() {
    double[] equal = new double[200];
    Arrays.fill(equal, 0.25);
    double[] reference = new double[200];
    double[] candidate = new double[200];
    Arrays.fill(reference, 0, 150, 1);
    Arrays.fill(candidate, 5, 152, 1);
    Declaration declaration = Declaration.binary(0.05, new Plan.Fixed(200));
    Results results = Results.paired(reference, candidate);

    assertThat(declaration.judge(results.withWeights(equal))).isEqualTo(declaration.judge(results));
    assertThat(primary(declaration, results.withWeights(equal)).test())
        .isEqualTo(GoverningTest.TANGO);
  }

  @Test
  void rightOrWrongThatCountsDifferentlyIsAScore() {
    assertThatThrownBy(
            () -> Declaration.binary(0.05, new Plan.Fixed(100)).judge(worseWhereItCounts(100, 1)))
        .hasMessageContaining("Declare it as a score");
    assertThatThrownBy(
            () -> Results.paired(new double[1], new double[1]).withWeights(new double[] {2}))
        .hasMessageContaining("weight of sample 1 is 2.0");
  }

  /// With the true loss exactly at the margin, and much of it where samples count most.
  @Test
  void noTestPassesWronglyMoreOftenThanItSays() {
    int runs = Figures.LONG ? 4000 : 50;
    for (Case one :
        new Case[] {
          new Case("bootstrap", Declaration.score(0.05, new Plan.Fixed(100)), 100, 1),
          new Case("t", Declaration.score(0.05, new Plan.Fixed(800)), 800, 1),
          new Case(
              "clustered t",
              Declaration.score(0.05, new Plan.Fixed(400)).withClusters(80, 5),
              400,
              5),
          new Case("sequential", Declaration.score(0.05, new Plan.Sequential(400)), 400, 1),
          new Case(
              "clustered sequential",
              Declaration.score(0.05, new Plan.Sequential(400)).withClusters(80, 5),
              400,
              5)
        }) {
      SplittableRandom random = new SplittableRandom(17);
      int wrong = 0;
      for (int run = 0; run < runs; run++) {
        wrong +=
            one.declaration().judge(one.draw(random)).verdict() == Verdict.NON_INFERIOR ? 1 : 0;
      }
      double share = wrong / (double) runs;
      Figures.print("weights, %s: wrongly non-inferior %.4f", one.name(), share);
      assertThat(share)
          .as(one.name())
          .isLessThanOrEqualTo(0.05 + 0.01 + 3 * Math.sqrt(0.05 * 0.95 / runs));
    }
  }

  /// Heavy samples lose 8 points, light ones 2: with as much weight on each side that is the
  /// margin.
  private record Case(String name, Declaration declaration, int n, int cluster) {
    Results draw(SplittableRandom random) {
      double[] reference = new double[n];
      double[] candidate = new double[n];
      double[] weights = new double[n];
      double luck = 0;
      for (int i = 0; i < n; i++) {
        // Samples of a cluster share half of their luck.
        luck = i % cluster == 0 ? random.nextDouble() : luck;
        boolean heavy = i % 5 == 0;
        weights[i] = heavy ? 1 : 0.25;
        double draw = cluster > 1 && random.nextBoolean() ? luck : random.nextDouble();
        double loss = heavy ? 0.08 : 0.02;
        reference[i] = draw < 0.05 + loss ? 1 : 0;
        candidate[i] = draw >= 0.05 + loss && draw < 0.10 + loss ? 1 : 0;
      }
      Results results = Results.paired(reference, candidate).withWeights(weights);
      return cluster == 1
          ? results
          : results.withClusters(IntStream.range(0, n).mapToObj(i -> "c" + i / cluster).toList());
    }
  }
}
