package dev.polder.evidence.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.polder.evidence.Interval;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BernoulliSequenceTest {
  /// As printed by the tests of confseq, the library of Howard et al.
  @ParameterizedTest
  @CsvSource({
    "700, 1000, 100, 0.651629, 0.745949",
    "15, 50, 50, 0.129556, 0.511896",
    "5, 50, 50, 0.013021, 0.269264",
    "1, 50, 50, 0, 0.13489",
    "1, 2, 50, 0, 1",
    "100, 200, 1, 0.328923, 0.671076",
    "0, 1, 50, 0, 1",
    "1, 1, 50, 0, 1"
  })
  void agreesWithPrintedBounds(
      double successes, long trials, double tunedFor, double low, double high) {
    Interval interval = new BernoulliSequence(tunedFor).interval(successes, trials, 0.05);
    assertThat(interval.low()).isCloseTo(low, within(1e-5));
    assertThat(interval.high()).isCloseTo(high, within(1e-5));
  }

  @Test
  void oneSideAloneReachesFurtherThanBothTogether() {
    BernoulliSequence sequence = new BernoulliSequence(500);
    Interval both = sequence.interval(300, 500, 0.05);
    assertThat(sequence.lower(300, 500, 0.05)).isGreaterThan(both.low()).isLessThan(0.6);
    assertThat(sequence.upper(300, 500, 0.05)).isLessThan(both.high()).isGreaterThan(0.6);
  }

  @Test
  void unanimousTrialsBoundTheOtherSide() {
    BernoulliSequence sequence = new BernoulliSequence(100);
    assertThat(sequence.upper(0, 200, 0.05)).isBetween(0.01, 0.05);
    assertThat(sequence.lower(200, 200, 0.05)).isBetween(0.95, 0.99);
  }

  @Test
  void coversTheShareAtEveryLookAsOftenAsStated() {
    BernoulliSequence sequence = new BernoulliSequence(200);
    SplittableRandom random = new SplittableRandom(42);
    int runs = 1_000;
    int[] missed = new int[2];
    for (int run = 0; run < runs; run++) {
      int successes = 0;
      boolean outside = false;
      boolean above = false;
      for (int t = 1; t <= 500; t++) {
        successes += random.nextDouble() < 0.85 ? 1 : 0;
        if (t % 25 == 0) {
          outside |= !sequence.interval(successes, t, 0.1).holds(0.85);
          above |= sequence.lower(successes, t, 0.1) > 0.85;
        }
      }
      missed[0] += outside ? 1 : 0;
      missed[1] += above ? 1 : 0;
    }
    assertThat(missed[0] / (double) runs).isPositive().isLessThanOrEqualTo(0.1);
    assertThat(missed[1] / (double) runs).isPositive().isLessThanOrEqualTo(0.1);
  }

  @Test
  void refusesMoreSuccessesThanTrials() {
    assertThatThrownBy(() -> new BernoulliSequence(10).interval(3, 2, 0.05))
        .hasMessage("successes must lie between 0 and the trials: 3.0 of 2");
  }
}
