package dev.polder.evidence.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.polder.evidence.Interval;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

final class BootstrapTest {
  private static final double[] DIFFERENCES = {
    -0.62, -0.13, -0.85, 0.58, 0.71, -0.47, -0.23, -0.65, 0.35, -0.52, -0.24, -0.12, -0.95, 0.08,
    -0.81, -0.73, 0.16, -0.57, 0.71, 0.5, -0.02, 0.45, 0.87, 0.27, 0.84, -0.51, 0.28, 0.36, 0.42,
    -0.21, -0.49, -0.68, -0.2, -0.55, -0.66, 0.21, 0.48, -0.2, 0.06, 0.9
  };

  /// scipy 1.17: stats.bootstrap((d,), np.mean, n_resamples=1_000_000, confidence_level=0.9).
  @Test
  void agreesWithScipy() {
    Bootstrap bootstrap = Bootstrap.of(new PairedScores(DIFFERENCES), 100_000, seeded(1));

    assertThat(bootstrap.percentile(0.9).low()).isCloseTo(-0.192, within(0.002));
    assertThat(bootstrap.percentile(0.9).high()).isCloseTo(0.08375, within(0.002));
    assertThat(bootstrap.bca(0.9).low()).isCloseTo(-0.1905, within(0.002));
    assertThat(bootstrap.bca(0.9).high()).isCloseTo(0.0855, within(0.002));
  }

  @Test
  void givesTheSameForTheSameSeed() {
    PairedScores scores = new PairedScores(DIFFERENCES);

    Interval once = Bootstrap.of(scores, 1000, seeded(2)).bca(0.9);

    assertThat(Bootstrap.of(scores, 1000, seeded(2)).bca(0.9)).isEqualTo(once);
    assertThat(Bootstrap.of(scores, 1000, seeded(3)).bca(0.9)).isNotEqualTo(once);
  }

  /// Three kinds of differences are drawn as a multinomial: its spread is the one of the formula,
  /// and the same as when each sample is drawn by itself (which a hair's breadth between them
  /// brings about).
  @Test
  void drawsKindsAsItDrawsSamples() {
    double[] kinds = new double[500];
    for (int i = 0; i < 60; i++) {
      kinds[i] = i < 35 ? -1 : 1;
    }
    double[] apart = new double[500];
    for (int i = 0; i < apart.length; i++) {
      apart[i] = Math.clamp(kinds[i] + i * 1e-12, -1, 1);
    }
    double plugIn = Math.sqrt((60 / 500.0 - 0.02 * 0.02) / 500);

    Bootstrap byKind = Bootstrap.of(new PairedScores(kinds), 50_000, seeded(4));
    Bootstrap bySample = Bootstrap.of(new PairedScores(apart), 50_000, seeded(5));

    assertThat(byKind.standardError()).isCloseTo(plugIn, within(0.01 * plugIn));
    assertThat(bySample.standardError()).isCloseTo(plugIn, within(0.01 * plugIn));
    assertThat(byKind.percentile(0.95).low())
        .isCloseTo(bySample.percentile(0.95).low(), within(0.002));
    assertThat(byKind.nonInferiority(0.051))
        .isCloseTo(bySample.nonInferiority(0.051), within(0.005));
  }

  @Test
  void drawsWholeClusters() {
    Random random = new Random(8);
    int[] clusters = IntStream.range(0, 1000).map(i -> i % 40).toArray();
    double[] ofCluster = random.doubles(40, -0.5, 0.5).toArray();
    double[] differences =
        IntStream.range(0, 1000)
            .mapToDouble(i -> ofCluster[clusters[i]] + random.nextDouble(-0.2, 0.2))
            .toArray();
    PairedScores scores = new PairedScores(differences, clusters);

    Bootstrap bootstrap = Bootstrap.of(scores, 20_000, seeded(6));

    double clustered = scores.clusteredStandardError();
    assertThat(bootstrap.standardError()).isCloseTo(clustered, within(0.02 * clustered));
    assertThat(clustered).isGreaterThan(4 * scores.naiveStandardError());
    assertThat(bootstrap.mean()).isEqualTo(scores.mean());
  }

  @Test
  void seesNoMoreThanTheData() {
    Bootstrap same = Bootstrap.of(new PairedScores(new double[100]), 1000, seeded(7));
    Bootstrap one = Bootstrap.of(new PairedScores(new double[] {0.25}), 1000, seeded(7));

    assertThat(same.percentile(0.9)).isEqualTo(new Interval(0, 0));
    assertThat(same.bca(0.9)).isEqualTo(new Interval(0, 0));
    assertThat(one.bca(0.9)).isEqualTo(new Interval(0.25, 0.25));
    assertThat(same.nonInferiority(0.05)).isEqualTo(1 / 1001.0);
  }

  @Test
  void refusesDrawsThatDoNotReachTheTails() {
    Bootstrap bootstrap = Bootstrap.of(new PairedScores(DIFFERENCES), 100, seeded(8));

    assertThat(bootstrap.draws()).isEqualTo(100);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bootstrap.percentile(0.999))
        .withMessageContaining("100 draws are too few for a confidence of 0.999")
        .withMessageContaining("at least 20");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bootstrap.of(new PairedScores(DIFFERENCES), 0, seeded(8)))
        .withMessageContaining("10000");
  }

  @Test
  void drawsBinomialsOfEveryShape() {
    BinomialDraw binomial = new BinomialDraw(10_000, seeded(9));
    int[] trials = {1, 3, 40, 10_000, 10_000, 10_000};
    double[] probabilities = {0.3, 0.9, 0.5, 0.0001, 0.37, 0.999};
    for (int k = 0; k < trials.length; k++) {
      double expected = trials[k] * probabilities[k];
      double variance = expected * (1 - probabilities[k]);
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < 50_000; i++) {
        double drawn = binomial.next(trials[k], probabilities[k]);
        assertThat(drawn).isBetween(0.0, (double) trials[k]);
        sum += drawn - expected;
        squares += (drawn - expected) * (drawn - expected);
      }
      assertThat(sum / 50_000).isCloseTo(0, within(4 * Math.sqrt(variance / 50_000)));
      assertThat(squares / 50_000).isCloseTo(variance, within(0.03 * variance));
    }
    assertThat(binomial.next(7, 0)).isZero();
    assertThat(binomial.next(7, 1)).isEqualTo(7);
  }

  private static UniformRandomProvider seeded(long seed) {
    return RandomSource.L64_X128_MIX.create(seed);
  }
}
