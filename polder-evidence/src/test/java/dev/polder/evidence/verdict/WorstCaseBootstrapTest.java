package dev.polder.evidence.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.polder.evidence.Interval;
import dev.polder.evidence.proportion.ExactBinomial;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorstCaseBootstrapTest {
  private static final double MONTE_CARLO = 0.006;

  @ParameterizedTest
  @CsvSource({"0, 20", "3, 20", "17, 20", "20, 20", "55, 100"})
  void ofRightAndWrongItIsTheExactBinomialBound(int right, int n) {
    double[] values = new double[n];
    Arrays.fill(values, 0, right, 1);

    Interval interval =
        new WorstCaseBootstrap(new Sample(values, 0, 1, Optional.empty(), Optional.empty()))
            .interval(0.05);

    Interval exact = ExactBinomial.interval(right, n, 0.9);
    assertThat(interval.low()).isCloseTo(exact.low(), within(MONTE_CARLO));
    assertThat(interval.high()).isCloseTo(exact.high(), within(MONTE_CARLO));
  }

  @Test
  void pairsThatAreAllTheSameAreNotTakenForCertain() {
    // Given 20 pairs without any difference
    Interval interval =
        new WorstCaseBootstrap(
                new Sample(new double[20], -1, 1, Optional.empty(), Optional.empty()))
            .interval(0.05);

    // Then a loss in 1 − 0.05^(1/20) of all pairs may have stayed unseen
    assertThat(interval.low()).isCloseTo(-0.139, within(MONTE_CARLO));
    assertThat(interval.high()).isCloseTo(0.139, within(MONTE_CARLO));
  }

  @Test
  void theSameResultsAlwaysGiveTheSameInterval() {
    double[] values = {0.1, -0.3, 0.0, 0.25, -0.05};

    assertThat(interval(values)).isEqualTo(interval(values));
  }

  @Test
  void whoAsksItOftenGetsTheSameAnswers() {
    SplittableRandom random = new SplittableRandom(9);
    FewScores often = new FewScores(0.05, 0.05);
    int shown = 0;
    for (int i = 0; i < 25; i++) {
      double worst = 0.1 + 0.2 * random.nextDouble();
      double[] values = random.doubles(70 + i, -worst, 0.15).toArray();
      WorstCaseBootstrap once =
          new WorstCaseBootstrap(new Sample(values, -1, 1, Optional.empty(), Optional.empty()));

      boolean nonInferior = often.nonInferior(values);

      assertThat(nonInferior).isEqualTo(once.p(-0.05) <= 0.05);
      shown += nonInferior ? 1 : 0;
    }
    assertThat(shown).isBetween(1, 24);
  }

  @Test
  void itsPAgreesWithItsInterval() {
    SplittableRandom random = new SplittableRandom(7);
    double[] values = random.doubles(60, -0.2, 0.2).toArray();
    WorstCaseBootstrap draws =
        new WorstCaseBootstrap(new Sample(values, -1, 1, Optional.empty(), Optional.empty()));
    double low = draws.interval(0.05).low();

    assertThat(draws.p(low - 1e-6)).isLessThanOrEqualTo(0.05);
    assertThat(draws.p(low + 1e-6)).isGreaterThanOrEqualTo(0.05 - 2e-4);
  }

  /// Rare large losses, the case for which the usual intervals are too narrow: on 30 to 100 items
  /// the one-sided bound must be wrong in no more than 5 % of runs.
  @ParameterizedTest
  @CsvSource({"30, 0.05, 0.8", "60, 0.03, 1.0", "100, 0.02, 0.9"})
  void isWrongNoMoreOftenThanItSaysWhereLossesAreRareAndLarge(int n, double share, double loss) {
    int runs = Boolean.getBoolean("polder.long") ? 10_000 : 400;
    double mean = -share * loss;
    SplittableRandom random = new SplittableRandom(n);
    int wrong = 0;
    for (int run = 0; run < runs; run++) {
      double[] values = new double[n];
      Arrays.setAll(values, i -> random.nextDouble() < share ? -loss : 0);
      Sample sample = new Sample(values, -1, 1, Optional.empty(), Optional.empty());
      wrong += new WorstCaseBootstrap(sample, 1_000).interval(0.05).low() > mean ? 1 : 0;
    }

    // 5 % and three standard errors
    assertThat(wrong / (double) runs).isLessThanOrEqualTo(0.05 + 3 * Math.sqrt(0.05 * 0.95 / runs));
  }

  private static Interval interval(double[] values) {
    return new WorstCaseBootstrap(new Sample(values, -1, 1, Optional.empty(), Optional.empty()))
        .interval(0.05);
  }
}
