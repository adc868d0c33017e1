package dev.polder.evals.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordingTest {

  @Test
  void writesDifferencesWithTheirSign() {
    assertThat(Wording.points(Examples.estimate(0.002, -0.0331, 0.0369, 0.9, 500)))
        .isEqualTo("+0.2\u00a0points [−3.3,\u00a0+3.7]");
    assertThat(Wording.signed(-0.0004)).isEqualTo("0.0");
    assertThat(Wording.signed(0)).isEqualTo("0.0");
  }

  @Test
  void writesMarginsWithoutNeedlessZeros() {
    assertThat(Wording.marginPoints(0.05)).isEqualTo("5 points");
    assertThat(Wording.marginPoints(0.025)).isEqualTo("2.5 points");
    assertThat(Wording.marginPoints(0.01)).isEqualTo("1 point");
    assertThat(Wording.marginPoints(0.1)).isEqualTo("10 points");
    assertThat(Wording.marginPoints(0.2)).isEqualTo("20 points");
  }

  @Test
  void writesSmallPValuesAsSmall() {
    assertThat(Wording.p(0.00003)).isEqualTo("< 0.0001");
    assertThat(Wording.p(0.0092)).isEqualTo("0.0092");
    assertThat(Wording.p(0.31)).isEqualTo("0.31");
  }

  @Test
  void writesUnboundedIntervals() {
    assertThat(
            Wording.points(
                Examples.estimate(0.1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0.9, 2)))
        .isEqualTo("+10.0\u00a0points [−∞,\u00a0+∞]");
  }
}
