package dev.polder.evidence.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.polder.evidence.Interval;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// [PairedT] and [ClusteredT], which differ in their error and degrees of freedom.
final class StudentMeanTest {
  private static final double[] DIFFERENCES = {
    0.5, -0.25, 0, 1, 0, -0.5, 0.25, 0, -1, 0.75, 0, 0.5
  };
  private static final int[] CLUSTERS = {0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4};

  /// scipy 1.17: ttest_1samp(d, -0.25, alternative='greater') and ttest_1samp(d, 0), 90 % interval.
  @Test
  void pairedTAgreesWithScipy() {
    PairedT t = PairedT.of(new PairedScores(DIFFERENCES, CLUSTERS));

    assertThat(t.mean()).isCloseTo(0.10416666666666667, within(1e-14));
    assertThat(t.standardError()).isCloseTo(0.1582884705181963, within(1e-14));
    assertThat(t.degreesOfFreedom()).isEqualTo(11);
    assertThat(t.nonInferiority(0.25)).isCloseTo(0.023454103302952858, within(1e-12));
    assertThat(t.interval(0.9).low()).isCloseTo(-0.18010119451284473, within(1e-9));
    assertThat(t.interval(0.9).high()).isCloseTo(0.38843452784617793, within(1e-9));
  }

  /// By brute force in numpy 2.4, without the closed forms: the hat matrix X(X'X)⁻¹X' of a column
  /// of ones; A_c from the eigenvalues of its block's complement; the variance as a sum of squares;
  /// the degrees of freedom from the eigenvalues of G; p and interval from scipy's t distribution.
  @Test
  void clusteredTAgreesWithTheFullMatrices() {
    ClusteredT t = ClusteredT.of(new PairedScores(DIFFERENCES, CLUSTERS));

    assertThat(t.mean()).isCloseTo(0.10416666666666667, within(1e-14));
    assertThat(t.standardError()).isCloseTo(0.1108108316187565, within(1e-13));
    assertThat(t.degreesOfFreedom()).isCloseTo(2.7363773422356235, within(1e-12));
    assertThat(t.nonInferiority(0.5)).isCloseTo(0.007666980842892503, within(1e-10));
    assertThat(t.interval(0.9).low()).isCloseTo(-0.16717954, within(1e-7));
    assertThat(t.interval(0.9).high()).isCloseTo(0.37551287, within(1e-7));
    assertThat(t.effectiveClusters()).isCloseTo(3.6, within(1e-12));
    assertThat(t.decidable()).isFalse();
  }

  @Test
  void clusteredTIsPairedTWhereEverySampleIsItsOwn() {
    PairedScores scores = new PairedScores(DIFFERENCES);
    PairedT plain = PairedT.of(scores);
    ClusteredT clustered = ClusteredT.of(scores);

    assertThat(clustered.standardError()).isCloseTo(plain.standardError(), within(1e-14));
    assertThat(clustered.degreesOfFreedom()).isCloseTo(11, within(1e-9));
    assertThat(clustered.nonInferiority(0.1)).isCloseTo(plain.nonInferiority(0.1), within(1e-10));
    assertThat(clustered.decidable()).isTrue();
  }

  @Test
  void equalClustersHaveOneDegreeOfFreedomLessThanThereAreClusters() {
    double[] differences = new Random(6).doubles(60, -1, 1).toArray();
    int[] clusters = IntStream.range(0, 60).map(i -> i % 20).toArray();

    ClusteredT t = ClusteredT.of(new PairedScores(differences, clusters));

    assertThat(t.degreesOfFreedom()).isCloseTo(19, within(1e-9));
    assertThat(t.standardError())
        .isCloseTo(
            new PairedScores(differences, clusters).correctedClusteredStandardError(),
            within(1e-14));
  }

  @Test
  void aSingleSampleOrClusterShowsNothing() {
    PairedT one = PairedT.of(new PairedScores(new double[] {1}));
    ClusteredT oneCluster =
        ClusteredT.of(new PairedScores(new double[] {0, 0.1, 0, -0.1}, new int[4]));

    assertThat(one.interval(0.5)).isEqualTo(new Interval(-1, 1));
    assertThat(one.nonInferiority(0.9)).isEqualTo(1);
    assertThat(oneCluster.interval(0.5)).isEqualTo(new Interval(-1, 1));
    assertThat(oneCluster.nonInferiority(0.9)).isEqualTo(1);
    assertThat(oneCluster.effectiveClusters()).isEqualTo(1);
  }

  /// With 58 samples a loss in 5 of a hundred stays unseen with probability 0.95^58 = 0.0510, with
  /// 59 with 0.0485.
  @Test
  void equalAnswersProveNoMoreThanTheirNumber() {
    PairedT few = PairedT.of(new PairedScores(new double[58]));
    PairedT enough = PairedT.of(new PairedScores(new double[59]));

    assertThat(few.nonInferiority(0.05)).isCloseTo(Math.pow(0.95, 58), within(1e-12));
    assertThat(few.interval(0.9).low()).isLessThan(-0.05);
    assertThat(enough.nonInferiority(0.05)).isLessThan(0.05);
    assertThat(enough.interval(0.9).low()).isGreaterThan(-0.05);
    assertThat(enough.interval(0.9).high()).isCloseTo(-enough.interval(0.9).low(), within(1e-12));
  }

  @Test
  void aConstantDifferenceCountsLikewise() {
    double[] shift = new double[100];
    Arrays.fill(shift, -0.1);

    PairedT t = PairedT.of(new PairedScores(shift));

    assertThat(t.nonInferiority(0.05)).isEqualTo(1);
    assertThat(t.nonInferiority(0.2)).isCloseTo(Math.pow(0.8 / 0.9, 100), within(1e-12));
    assertThat(t.interval(0.9).holds(-0.1)).isTrue();
    assertThat(t.interval(0.9).width()).isGreaterThan(0.05);
  }

  @Test
  void pValueAndIntervalAgreeAndGrowWithConfidence() {
    Random random = new Random(7);
    for (int i = 0; i < 1000; i++) {
      PairedScores scores = randomScores(random);
      double alpha = random.nextDouble(0.001, 0.3);
      double margin = random.nextDouble(0.001, 0.6);
      PairedT plain = PairedT.of(scores);
      ClusteredT clustered = ClusteredT.of(scores);

      assertThat(plain.interval(1 - 2 * alpha).low() > -margin)
          .isEqualTo(plain.nonInferiority(margin) < alpha);
      assertThat(clustered.interval(1 - 2 * alpha).low() > -margin)
          .isEqualTo(clustered.nonInferiority(margin) < alpha);
      assertThat(clustered.interval(0.9).holds(scores.mean())).isTrue();
      assertThat(clustered.interval(0.95).low()).isLessThanOrEqualTo(clustered.interval(0.9).low());
    }
  }

  private static PairedScores randomScores(Random random) {
    int n = random.nextInt(1, 60);
    double[] differences =
        random.doubles(n, -1, 1).map(x -> random.nextBoolean() ? 0 : x).toArray();
    int[] clusters = IntStream.range(0, n).map(i -> (int) Math.sqrt(i)).toArray(); // 1, 3, 5, …
    return new PairedScores(differences, clusters);
  }
}
