package dev.polder.evidence.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.polder.evidence.Figures;
import dev.polder.evidence.Interval;
import dev.polder.evidence.Verdict;
import dev.polder.evidence.paired.PairTable;
import dev.polder.evidence.paired.Tango;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JudgementTest {
  @Test
  void aCandidateThatLosesSurelyLessThanTheMarginIsNonInferior() {
    // Given 500 pairs of which 40 are lost and 38 won
    Comparison primary = primary(Declaration.binary(0.05, new Plan.Fixed(500)), pairs(500, 40, 38));

    assertThat(primary.verdict()).isEqualTo(Verdict.NON_INFERIOR);
    assertThat(primary.test()).isEqualTo(GoverningTest.TANGO);
    assertThat(primary.difference().value()).isCloseTo(-0.004, within(1e-12));
    assertThat(primary.difference().confidence()).isCloseTo(0.9, within(1e-12));
    assertThat(primary.difference().interval())
        .isEqualTo(Tango.interval(new PairTable(0, 40, 38, 422), 1 - 2 * 0.05));
    assertThat(primary.p().orElseThrow())
        .isEqualTo(Tango.nonInferiority(new PairTable(0, 40, 38, 422), 0.05));
    assertThat(primary.discordance()).isEqualTo(new Discordance(40, 38));
    assertThat(primary.pairsNeeded()).isEmpty();
    assertThat(primary.why())
        .startsWith("non-inferior: -0.4 points [")
        .endsWith("n = 500, margin 5 points");
  }

  @Test
  void aCandidateThatLosesSurelyMoreThanTheMarginIsInferior() {
    Judgement judgement = Declaration.binary(0.05, new Plan.Fixed(500)).judge(pairs(500, 80, 10));

    assertThat(judgement.verdict()).isEqualTo(Verdict.INFERIOR);
    assertThat(judgement.why()).startsWith("inferior: -14.0 points");
  }

  @Test
  void tooFewPairsAreNotDecidableAndSayHowManyMoreWouldBeNeeded() {
    // Given the planning example: 20 % discordant, no difference, margin 10 points needs 124 pairs
    Comparison primary = primary(Declaration.binary(0.1, new Plan.Fixed(40)), pairs(40, 4, 4));

    assertThat(primary.verdict()).isEqualTo(Verdict.NOT_DECIDABLE);
    assertThat(primary.pairsNeeded()).hasValue(124);
    assertThat(primary.why())
        .startsWith("not decidable: ")
        .endsWith("about 84 more pairs would be needed at the discordance seen");
  }

  @Test
  void notASinglePairThatDiffersIsNoProofWhereThereAreFew() {
    Comparison primary = primary(Declaration.binary(0.05, new Plan.Fixed(20)), pairs(20, 0, 0));

    assertThat(primary.verdict()).isEqualTo(Verdict.NOT_DECIDABLE);
    assertThat(primary.pairsNeeded()).hasValue(59);
  }

  @Test
  void aLossBeyondTheMarginIsNotSaidToNeedMorePairs() {
    Comparison primary = primary(Declaration.binary(0.05, new Plan.Fixed(50)), pairs(50, 8, 4));

    assertThat(primary.verdict()).isEqualTo(Verdict.NOT_DECIDABLE);
    assertThat(primary.pairsNeeded()).isEmpty();
    assertThat(primary.why()).contains("too near the margin, or beyond it");
  }

  @Test
  void nothingIsSaidBeforeTheDeclaredNIsReached() {
    // Given 400 pairs that would do by themselves, of 500 declared
    Comparison primary = primary(Declaration.binary(0.05, new Plan.Fixed(500)), pairs(400, 4, 4));

    assertThat(primary.verdict()).isEqualTo(Verdict.NOT_DECIDABLE);
    assertThat(primary.p()).isEmpty();
    assertThat(primary.pairsNeeded()).hasValue(500);
    assertThat(primary.why())
        .isEqualTo(
            "not decidable: 400 of the 500 declared pairs are there; nothing is said before all are");
  }

  @Test
  void whatIsBeyondTheDeclaredNIsIgnored() {
    // Given 200 good pairs and then 300 in which the candidate always loses
    double[] reference = new double[500];
    Arrays.fill(reference, 1);
    double[] candidate = new double[500];
    Arrays.fill(candidate, 0, 200, 1);

    Comparison primary =
        primary(
            Declaration.binary(0.05, new Plan.Fixed(200)), Results.paired(reference, candidate));

    assertThat(primary.n()).isEqualTo(200);
    assertThat(primary.verdict()).isEqualTo(Verdict.NON_INFERIOR);
  }

  @Test
  void withoutADeclaredNTheSequentialTestDecides() {
    Declaration open = Declaration.binary(0.1, new Plan.Sequential(500));

    Comparison good = primary(open, shuffled(500, 25, 25));
    Comparison bad = primary(open, shuffled(500, 150, 10));
    Comparison early = primary(open, shuffled(30, 2, 2));

    assertThat(good.verdict()).isEqualTo(Verdict.NON_INFERIOR);
    assertThat(good.test()).isEqualTo(GoverningTest.SEQUENTIAL);
    assertThat(good.p().orElseThrow()).isLessThanOrEqualTo(0.05);
    assertThat(bad.verdict()).isEqualTo(Verdict.INFERIOR);
    assertThat(early.verdict()).isEqualTo(Verdict.NOT_DECIDABLE);
    assertThat(early.pairsNeeded().orElseThrow()).isBetween(31L, 1000L);
  }

  @Test
  void lookingOftenDoesNotMakeTheSequentialTestWrongMoreOftenThanItSays() {
    // Given candidates exactly at the margin, and a look every few of 500 pairs
    int runs = Figures.LONG ? 2000 : 30;
    int step = Figures.LONG ? 10 : 50;
    SplittableRandom random = new SplittableRandom(11);
    Declaration open = Declaration.binary(0.05, new Plan.Sequential(500));
    int wrong = 0;
    for (int run = 0; run < runs; run++) {
      double[] reference = new double[500];
      double[] candidate = new double[500];
      for (int i = 0; i < 500; i++) {
        double draw = random.nextDouble();
        reference[i] = draw < 0.125 ? 1 : 0;
        candidate[i] = draw >= 0.125 && draw < 0.2 ? 1 : 0;
      }
      boolean ever =
          IntStream.iterate(step, n -> n <= 500, n -> n + step)
              .mapToObj(
                  n -> Results.paired(Arrays.copyOf(reference, n), Arrays.copyOf(candidate, n)))
              .anyMatch(results -> open.judge(results).verdict() == Verdict.NON_INFERIOR);
      wrong += ever ? 1 : 0;
    }

    Figures.print(
        "a look every %d of 500: wrongly non-inferior in %d of %d runs", step, wrong, runs);
    assertThat(wrong / (double) runs).isLessThanOrEqualTo(0.05);
  }

  @Test
  void belowTenEffectiveClustersNothingIsDecidable() {
    // Given 500 perfect pairs in 12 clusters of which one holds 231, as in a published benchmark
    int[] sizes = {231, 75, 44, 34, 32, 22, 22, 19, 10, 8, 2, 1};
    Comparison primary =
        primary(
            Declaration.binary(0.05, new Plan.Fixed(500)).withClusters(12, 231),
            pairs(500, 0, 0).withClusters(names(sizes)));

    assertThat(primary.verdict()).isEqualTo(Verdict.NOT_DECIDABLE);
    assertThat(primary.clusters()).isEqualTo(12);
    assertThat(primary.effectiveClusters()).isCloseTo(3.9, within(0.05));
    assertThat(primary.p()).isEmpty();
    assertThat(primary.why()).isEqualTo("not decidable: 3.9 effective clusters, 10 are needed");
  }

  @Test
  void enoughClustersAreGovernedByClusteredT() {
    int[] sizes = new int[50];
    Arrays.fill(sizes, 10);

    Comparison primary =
        primary(
            Declaration.binary(0.05, new Plan.Fixed(500)).withClusters(50, 10),
            shuffled(500, 20, 20).withClusters(names(sizes)));

    assertThat(primary.verdict()).isEqualTo(Verdict.NON_INFERIOR);
    assertThat(primary.test()).isEqualTo(GoverningTest.CLUSTERED_T);
    assertThat(primary.effectiveClusters()).isCloseTo(50, within(1e-9));
  }

  @Test
  void clustersThatMatterWidenTheInterval() {
    // Given losses that all fall on the same few clusters
    int[] sizes = new int[20];
    Arrays.fill(sizes, 20);
    Results together = pairs(400, 20, 20).withClusters(names(sizes));
    Results scattered = shuffled(400, 20, 20).withClusters(names(sizes));
    Declaration declared = Declaration.binary(0.05, new Plan.Fixed(400)).withClusters(20, 20);

    Interval wide = primary(declared, together).difference().interval();

    assertThat(wide.width())
        .isGreaterThan(2 * primary(declared, scattered).difference().interval().width());
    assertThat(primary(declared, together).verdict()).isEqualTo(Verdict.NOT_DECIDABLE);
    assertThat(primary(declared, together).pairsNeeded().orElseThrow()).isGreaterThan(400);
  }

  @Test
  void clustersWithoutADeclaredNAreTakenOneByOne() {
    int[] sizes = new int[60];
    Arrays.fill(sizes, 10);
    Declaration open = Declaration.binary(0.1, new Plan.Sequential(600)).withClusters(60, 10);

    assertThat(primary(open, shuffled(600, 15, 15).withClusters(names(sizes))).verdict())
        .isEqualTo(Verdict.NON_INFERIOR);
  }

  @Test
  void clustersWithoutADeclaredNMustFollowEachOther() {
    List<String> mixed = IntStream.range(0, 600).mapToObj(i -> "c" + i % 60).toList();

    Comparison primary =
        primary(
            Declaration.binary(0.1, new Plan.Sequential(600)).withClusters(60, 10),
            pairs(600, 0, 0).withClusters(mixed));

    assertThat(primary.verdict()).isEqualTo(Verdict.NOT_DECIDABLE);
    assertThat(primary.why()).contains("declare n, or measure cluster by cluster");
  }

  @Test
  void theLastClusterOfAnOpenRunWaitsUntilItIsComplete() {
    List<String> names = IntStream.range(0, 155).mapToObj(i -> "c" + i / 10).toList();

    Comparison primary =
        primary(
            Declaration.binary(0.1, new Plan.Sequential(600)).withClusters(60, 10),
            pairs(155, 0, 0).withClusters(names));

    assertThat(primary.n()).isEqualTo(150);
  }

  @Test
  void fewScoresThatAreAllTheSameAreNotDecidable() {
    double[] scores = new double[20];
    Arrays.fill(scores, 0.8);

    Comparison primary =
        primary(Declaration.score(0.05, new Plan.Fixed(20)), Results.paired(scores, scores));

    assertThat(primary.verdict()).isEqualTo(Verdict.NOT_DECIDABLE);
    assertThat(primary.test()).isEqualTo(GoverningTest.WORST_CASE_BOOTSTRAP);
    assertThat(primary.why()).endsWith("at the spread seen");
  }

  @Test
  void manyScoresAreJudgedByT() {
    SplittableRandom random = new SplittableRandom(3);
    double[] reference = random.doubles(400, 0.6, 0.9).toArray();
    double[] candidate = Arrays.stream(reference).map(score -> score + 0.05).toArray();
    candidate[0] = 0;

    Comparison primary =
        primary(Declaration.score(0.05, new Plan.Fixed(400)), Results.paired(reference, candidate));

    assertThat(primary.test()).isEqualTo(GoverningTest.PAIRED_T);
    assertThat(primary.verdict()).isEqualTo(Verdict.NON_INFERIOR);
    assertThat(primary.discordance()).isEqualTo(new Discordance(1, 399));
  }

  @Test
  void aRiseOfHarmIsToldAsARiseAndMakesTheWholeInferior() {
    // Given equal scores, but harm on 60 more of 500
    Judgement judgement =
        Declaration.binary(0.05, new Plan.Fixed(500))
            .withGuardrail(Scale.BINARY, 0.02)
            .judge(pairs(500, 20, 20).withHarm(ones(500, 20), ones(500, 80)));

    Comparison guardrail = judgement.guardrail().orElseThrow();
    assertThat(judgement.primary().orElseThrow().verdict()).isEqualTo(Verdict.NON_INFERIOR);
    assertThat(guardrail.verdict()).isEqualTo(Verdict.INFERIOR);
    assertThat(guardrail.difference().value()).isCloseTo(0.12, within(1e-12));
    assertThat(guardrail.difference().interval().low()).isPositive();
    assertThat(guardrail.discordance()).isEqualTo(new Discordance(60, 0));
    assertThat(judgement.verdict()).isEqualTo(Verdict.INFERIOR);
    assertThat(judgement.why()).contains("; guardrail inferior: +12.0 points");
  }

  @Test
  void bothMustPassToBeNonInferior() {
    Declaration declared =
        Declaration.binary(0.05, new Plan.Fixed(500)).withGuardrail(Scale.BINARY, 0.02);
    Results scores = pairs(500, 20, 20);

    Judgement harmless = declared.judge(scores.withHarm(ones(500, 20), ones(500, 18)));
    Judgement unclear = declared.judge(scores.withHarm(ones(500, 20), ones(500, 30)));

    assertThat(harmless.verdict()).isEqualTo(Verdict.NON_INFERIOR);
    assertThat(unclear.guardrail().orElseThrow().verdict()).isEqualTo(Verdict.NOT_DECIDABLE);
    assertThat(unclear.verdict()).isEqualTo(Verdict.NOT_DECIDABLE);
    assertThat(harmless.p().orElseThrow())
        .isEqualTo(
            Math.max(
                harmless.primary().orElseThrow().p().orElseThrow(),
                harmless.guardrail().orElseThrow().p().orElseThrow()));
  }

  @Test
  void theSequentialGuardrailWatchesTheRise() {
    Declaration open =
        Declaration.binary(0.1, new Plan.Sequential(500)).withGuardrail(Scale.BINARY, 0.1);

    Judgement judgement = open.judge(shuffled(500, 25, 25).withHarm(ones(500, 10), ones(500, 200)));

    assertThat(judgement.guardrail().orElseThrow().verdict()).isEqualTo(Verdict.INFERIOR);
    assertThat(judgement.guardrail().orElseThrow().difference().value())
        .isCloseTo(0.38, within(1e-9));
  }

  @Test
  void withoutPairsNothingIsDecidable() {
    Judgement judgement =
        Declaration.binary(0.05, new Plan.Sequential(100))
            .judge(Results.paired(new double[0], new double[0]));

    assertThat(judgement.verdict()).isEqualTo(Verdict.NOT_DECIDABLE);
    assertThat(judgement.why()).isEqualTo("not decidable: there are no pairs yet");
    assertThat(judgement.primary().orElseThrow().difference().interval())
        .isEqualTo(new Interval(-1, 1));
  }

  private static Comparison primary(Declaration declaration, Results results) {
    return declaration.judge(results).primary().orElseThrow();
  }

  /// The candidate loses the first pairs and wins those after them; the rest are right on both
  /// sides.
  static Results pairs(int n, int lost, int won) {
    double[] reference = ones(n, n);
    double[] candidate = ones(n, n);
    Arrays.fill(candidate, 0, lost, 0);
    Arrays.fill(reference, lost, lost + won, 0);
    return Results.paired(reference, candidate);
  }

  /// The same, with the pairs that differ scattered over all.
  static Results shuffled(int n, int lost, int won) {
    int[] order = IntStream.range(0, n).toArray();
    SplittableRandom random = new SplittableRandom(n);
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    double[] reference = ones(n, n);
    double[] candidate = ones(n, n);
    for (int i = 0; i < lost; i++) {
      candidate[order[i]] = 0;
    }
    for (int i = lost; i < lost + won; i++) {
      reference[order[i]] = 0;
    }
    return Results.paired(reference, candidate);
  }

  private static double[] ones(int n, int count) {
    double[] values = new double[n];
    Arrays.fill(values, 0, count, 1);
    return values;
  }

  private static List<String> names(int[] sizes) {
    return IntStream.range(0, sizes.length)
        .boxed()
        .flatMap(cluster -> IntStream.range(0, sizes[cluster]).mapToObj(i -> "c" + cluster))
        .toList();
  }
}
