package dev.polder.evidence.proportion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class BoundedMeanTest {
  @Test
  void isTheSmallerOfHoeffdingAndBentkus() {
    // exp(-100·KL(0.95, 0.85)), KL = 0.95 ln(0.95/0.85) + 0.05 ln(0.05/0.15) = 0.0507342
    assertThat(BoundedMean.above(95, 100, 0.85)).isLessThan(0.00626);
    // e·P(Bin(100, 0.85) ≥ 95) = 2.718·0.001553
    assertThat(BoundedMean.above(95, 100, 0.85)).isCloseTo(0.0042205, within(1e-6));
    assertThat(BoundedMean.above(80, 100, 0.85)).isEqualTo(1);
    assertThat(BoundedMean.above(0.4, 1, 0)).isZero();
  }

  @Test
  void isNoCloserThanTheExactBoundForRightAndWrong() {
    for (int successes = 0; successes <= 50; successes++) {
      assertThat(BoundedMean.lower(successes, 50, 0.95))
          .isLessThanOrEqualTo(ExactBinomial.lower(successes, 50, 0.95));
    }
    assertThat(BoundedMean.lower(190, 200, 0.95)).isGreaterThan(0.90);
  }

  /// Scores that are mostly full and now and then nought, where a t interval errs in one of four
  /// cases.
  @Test
  void isSeldomWrongOfSkewedScores() {
    SplittableRandom random = new SplittableRandom(10);
    int wrong = 0;
    for (int run = 0; run < 4000; run++) {
      double sum = 0;
      for (int i = 0; i < 40; i++) {
        sum += random.nextInt(100) < 3 ? 0 : random.nextInt(100) < 10 ? 0.5 : 1;
      }
      wrong += BoundedMean.lower(sum, 40, 0.95) > 0.97 * 0.95 ? 1 : 0;
    }
    assertThat(wrong).isLessThanOrEqualTo(200);
  }

  @Test
  void refusesScoresOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BoundedMean.lower(12, 10, 0.95))
        .withMessageContaining("sum 12.0 of 10");
  }
}
