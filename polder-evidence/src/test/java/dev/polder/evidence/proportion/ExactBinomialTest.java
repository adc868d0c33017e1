package dev.polder.evidence.proportion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.polder.evidence.Interval;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExactBinomialTest {
  /// scipy 1.17: binomtest(k, n).proportion_ci(confidence, 'exact'), beta.ppf(0.05, k, n - k + 1),
  /// binom.sf(k - 1, n, 0.6).
  @ParameterizedTest
  @CsvSource({
    "0, 20, 0.95, 0, 0.16843347098308548, 0, 1",
    "7, 10, 0.90, 0.39337578389442357, 0.9127355660858497, 0.3933757838945877, 0.3822806015999999",
    "59, 59, 0.90, 0.9504923901115316, 1, 0.9504923901117731, 8.14561299678153e-14",
    "83, 100, 0.95, 0.7418245893678491, 0.8977350899644719, 0.7559832437756373, 6.25561303086e-07",
    "1, 1, 0.95, 0.025, 1, 0.05, 0.6"
  })
  void agreesWithScipy(
      int successes,
      int n,
      double confidence,
      double low,
      double high,
      double oneSided,
      double pAboveSixty) {
    Interval interval = ExactBinomial.interval(successes, n, confidence);

    assertThat(interval.low()).isCloseTo(low, within(1e-8));
    assertThat(interval.high()).isCloseTo(high, within(1e-8));
    assertThat(ExactBinomial.lower(successes, n, 0.95)).isCloseTo(oneSided, within(1e-8));
    assertThat(ExactBinomial.upper(n - successes, n, 0.95)).isCloseTo(1 - oneSided, within(1e-8));
    assertThat(ExactBinomial.above(successes, n, 0.6)).isCloseTo(pAboveSixty, within(1e-12));
  }

  @Test
  void clearsAFloorByPValueJustWhenByBound() {
    for (int n = 1; n <= 60; n++) {
      for (int successes = 0; successes <= n; successes++) {
        for (double floor = 0.053; floor < 1; floor += 0.09) {
          assertThat(ExactBinomial.lower(successes, n, 0.95) > floor)
              .isEqualTo(ExactBinomial.above(successes, n, floor) < 0.05);
        }
      }
    }
  }

  /// Not simulated but summed over all that can happen.
  @Test
  void neverCoversLessThanItSays() {
    for (int n : new int[] {5, 20, 100, 400}) {
      Interval[] intervals = new Interval[n + 1];
      for (int k = 0; k <= n; k++) {
        intervals[k] = ExactBinomial.interval(k, n, 0.9);
      }
      for (double share = 0.005; share < 1; share += 0.015) {
        BinomialDistribution truth = BinomialDistribution.of(n, share);
        double covered = 0;
        for (int k = 0; k <= n; k++) {
          covered += intervals[k].holds(share) ? truth.probability(k) : 0;
        }
        assertThat(covered).as("n %d, share %s", n, share).isGreaterThanOrEqualTo(0.9);
      }
    }
  }

  @Test
  void knowsTheEnds() {
    assertThat(ExactBinomial.above(0, 5, 0)).isEqualTo(1);
    assertThat(ExactBinomial.above(5, 5, 1)).isEqualTo(1);
    assertThat(ExactBinomial.above(1, 5, 0)).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExactBinomial.above(1, 5, 1.2))
        .withMessageContaining("a floor must lie in 0 to 1: 1.2");
  }
}
