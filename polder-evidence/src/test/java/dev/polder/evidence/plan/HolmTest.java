package dev.polder.evidence.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class HolmTest {
  /// R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") gives 0.03 0.06 0.06 0.02.
  @Test
  void adjustsInTheOrderGiven() {
    assertThat(Holm.adjusted(0.01, 0.04, 0.03, 0.005))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
  }

  @Test
  void neverOverOneAndNothingOfNothing() {
    assertThat(Holm.adjusted(0.6, 0.9)).containsExactly(1, 1);
    assertThat(Holm.adjusted()).isEmpty();
    assertThat(Holm.adjusted(0.2)).containsExactly(0.2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Holm.adjusted(0.5, Double.NaN))
        .withMessageContaining("NaN");
  }

  @Test
  void keepsTheOrderOfTheFindings() {
    Random random = new Random(11);
    for (int run = 0; run < 500; run++) {
      double[] p = random.doubles(random.nextInt(1, 12)).map(x -> x * x * x).toArray();
      double[] adjusted = Holm.adjusted(p);
      for (int i = 0; i < p.length; i++) {
        assertThat(adjusted[i]).isBetween(p[i], Math.min(1, p.length * p[i]));
        for (int j = 0; j < p.length; j++) {
          assertThat(p[i] <= p[j] && adjusted[i] > adjusted[j]).as(Arrays.toString(p)).isFalse();
        }
      }
    }
  }
}
