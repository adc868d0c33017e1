package dev.polder.evidence.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class AsymptoticSequenceTest {
  @Test
  void agreesWithTheReference() {
    double r = AsymptoticSequence.tuned(100, 0.05);
    assertThat(r).isCloseTo(0.2963, within(1e-4));
    assertThat(AsymptoticSequence.margin(100, 0.25, r, 0.05)).isCloseTo(0.161333, within(1e-6));
  }

  @Test
  void givesThatMarginOnAStreamOfThatVariance() {
    // Given
    AsymptoticSequence sequence = new AsymptoticSequence(100, 0.05);

    // When
    for (int i = 0; i < 100; i++) {
      sequence.add(i % 2);
    }

    // Then
    assertThat(sequence.interval().low()).isCloseTo(0.5 - 0.161333, within(1e-6));
    assertThat(sequence.interval().high()).isCloseTo(0.5 + 0.161333, within(1e-6));
    assertThat(sequence.lower()).isBetween(sequence.interval().low(), 0.5);
    assertThat(sequence.upper()).isBetween(0.5, sequence.interval().high());
  }

  @Test
  void oneSideAloneIsNeverWiderThanThePublishedClosedForm() {
    AsymptoticSequence sequence = new AsymptoticSequence(400, 0.05);
    SplittableRandom random = new SplittableRandom(43);
    for (int n = 1; n <= 2_000; n++) {
      sequence.add(random.nextDouble());
      if (n % 100 == 0) {
        // Waudby-Smith et al. (2024), appendix B: the variance of uniform numbers is 1/12.
        double r = AsymptoticSequence.tuned(400, 0.1);
        double v = n / 12.0 * r * r + 1;
        double published =
            Math.sqrt(2 * v / (n * n * r * r) * Math.log(1 + Math.sqrt(v) / (2 * 0.05)));
        assertThat(sequence.mean() - sequence.lower()).isLessThan(1.1 * published);
      }
    }
  }

  /// Asymptotic: it holds once numbers are large, so it is looked at from 100 on.
  @Test
  void coversTheMeanAtEveryLookAsOftenAsStatedOnceNumbersAreLarge() {
    SplittableRandom random = new SplittableRandom(44);
    int runs = 1_000;
    int missed = 0;
    int above = 0;
    for (int run = 0; run < runs; run++) {
      AsymptoticSequence sequence = new AsymptoticSequence(300, 0.1);
      boolean outside = false;
      boolean over = false;
      for (int n = 1; n <= 1_000; n++) {
        sequence.add(-Math.log(random.nextDouble())); // exponential: mean 1, skewed
        if (n >= 100 && n % 20 == 0) {
          outside |= !sequence.interval().holds(1);
          over |= sequence.lower() > 1;
        }
      }
      missed += outside ? 1 : 0;
      above += over ? 1 : 0;
    }
    assertThat(missed / (double) runs).isPositive().isLessThanOrEqualTo(0.1);
    assertThat(above / (double) runs).isPositive().isLessThanOrEqualTo(0.1);
  }

  @Test
  void saysNothingBeforeTheSecondObservation() {
    AsymptoticSequence sequence = new AsymptoticSequence(100, 0.05);
    sequence.add(0.4);
    assertThat(sequence.interval().width()).isInfinite();
    assertThat(sequence.lower()).isEqualTo(Double.NEGATIVE_INFINITY);
  }
}
