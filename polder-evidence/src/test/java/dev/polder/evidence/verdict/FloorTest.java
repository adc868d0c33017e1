package dev.polder.evidence.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.polder.evidence.Verdict;
import dev.polder.evidence.proportion.ExactBinomial;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FloorTest {
  private static final Declaration DECLARED =
      Declaration.binary(0.05, new Plan.Fixed(200)).withFloor(0.8);

  @Test
  void anExactBoundAboveTheFloorClearsIt() {
    Judgement judgement = DECLARED.judge(Results.alone(right(200, 175)));

    FloorCheck floor = judgement.floor().orElseThrow();
    assertThat(floor.cleared()).isTrue();
    assertThat(floor.test()).isEqualTo(GoverningTest.EXACT_BINOMIAL);
    assertThat(floor.score().interval().low())
        .isCloseTo(ExactBinomial.lower(175, 200, 0.95), within(1e-9));
    assertThat(floor.why()).startsWith("floor of 80 points cleared: score 87.5 % [");
  }

  @Test
  void aBoundBelowTheFloorDoesNotClearItThoughTheScoreIsAbove() {
    FloorCheck floor = DECLARED.judge(Results.alone(right(200, 165))).floor().orElseThrow();

    assertThat(floor.score().value()).isGreaterThan(0.8);
    assertThat(floor.cleared()).isFalse();
    assertThat(floor.why()).startsWith("floor of 80 points not cleared");
  }

  @Test
  void aClearedFloorIsNoVerdictOfNonInferiority() {
    Judgement judgement = DECLARED.judge(Results.alone(right(200, 200)));

    assertThat(judgement.verdict()).isEqualTo(Verdict.NOT_DECIDABLE);
    assertThat(judgement.primary()).isEmpty();
    assertThat(judgement.why())
        .startsWith(
            "not decidable: there is no reference to compare with; floor of 80 points cleared");
  }

  @Test
  void nothingIsClearedBeforeTheDeclaredN() {
    FloorCheck floor = DECLARED.judge(Results.alone(right(199, 199))).floor().orElseThrow();

    assertThat(floor.cleared()).isFalse();
    assertThat(floor.why()).contains("199 of the 200 declared samples");
  }

  @Test
  void harmAboveTheGuardrailsMarginKeepsAFloorFromBeingCleared() {
    Declaration guarded = DECLARED.withGuardrail(Scale.BINARY, 0.05);

    FloorCheck harmless =
        guarded.judge(Results.alone(right(200, 180)).withHarm(right(200, 2))).floor().orElseThrow();
    FloorCheck harmful =
        guarded.judge(Results.alone(right(200, 180)).withHarm(right(200, 8))).floor().orElseThrow();

    assertThat(harmless.cleared()).isTrue();
    assertThat(harmless.harm().orElseThrow().value()).isCloseTo(0.01, within(1e-12));
    assertThat(harmless.harm().orElseThrow().interval().high())
        .isCloseTo(ExactBinomial.upper(2, 200, 0.95), within(1e-9));
    assertThat(harmful.cleared()).isFalse();
    assertThat(harmful.why()).contains("harm 4.0 % [");
  }

  @Test
  void aFloorUnderAnOpenPlanIsCheckedSequentially() {
    Declaration open = Declaration.binary(0.05, new Plan.Sequential(400)).withFloor(0.8);

    FloorCheck good = open.judge(Results.alone(spread(400, 380))).floor().orElseThrow();
    FloorCheck poor = open.judge(Results.alone(spread(400, 322))).floor().orElseThrow();

    assertThat(good.test()).isEqualTo(GoverningTest.SEQUENTIAL);
    assertThat(good.cleared()).isTrue();
    assertThat(good.score().value()).isCloseTo(0.95, within(1e-12));
    assertThat(good.score().interval().holds(0.95)).isTrue();
    assertThat(poor.cleared()).isFalse();
  }

  @Test
  void scoresAreBoundedByBootstrapOrByClusteredT() {
    double[] scores = IntStream.range(0, 100).mapToDouble(i -> 0.85 + i % 10 * 0.01).toArray();
    Declaration few = Declaration.score(0.05, new Plan.Fixed(100)).withFloor(0.8);
    List<String> clusters = IntStream.range(0, 100).mapToObj(i -> "c" + i / 5).toList();

    assertThat(few.judge(Results.alone(scores)).floor().orElseThrow().test())
        .isEqualTo(GoverningTest.WORST_CASE_BOOTSTRAP);
    FloorCheck clustered =
        few.withClusters(20, 5)
            .judge(Results.alone(scores).withClusters(clusters))
            .floor()
            .orElseThrow();
    assertThat(clustered.test()).isEqualTo(GoverningTest.CLUSTERED_T);
    assertThat(clustered.cleared()).isTrue();
  }

  @Test
  void aFloorIsCheckedBesideAReferenceAsWell() {
    Judgement judgement = DECLARED.judge(JudgementTest.pairs(200, 10, 10));

    assertThat(judgement.primary()).isPresent();
    assertThat(judgement.floor().orElseThrow().cleared()).isTrue();
  }

  private static double[] right(int n, int count) {
    double[] values = new double[n];
    Arrays.fill(values, 0, count, 1);
    return values;
  }

  /// As many right answers, spread evenly.
  private static double[] spread(int n, int count) {
    return IntStream.range(0, n)
        .mapToDouble(i -> (i + 1) * count / n > i * count / n ? 1 : 0)
        .toArray();
  }
}
