package dev.polder.evidence.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class DesignEffectTest {
  @Test
  void countsHowMuchClustersRepeatThemselves() {
    assertThat(DesignEffect.of(0.1, 11, 11, 11)).isCloseTo(2, within(1e-12));
    assertThat(DesignEffect.of(1, 4, 4)).isCloseTo(4, within(1e-12));
    assertThat(DesignEffect.of(0.5, 1, 1, 1)).isEqualTo(1);
    assertThat(DesignEffect.of(-0.2, 5, 5)).isEqualTo(1);
    // One large cluster weighs more than the mean size says: (100 + 25)/15 samples, not 7.5.
    assertThat(DesignEffect.of(0.1, 10, 5)).isCloseTo(1 + (125 / 15.0 - 1) * 0.1, within(1e-12));
  }

  @Test
  void refusesWhatHasNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> DesignEffect.of(0.1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DesignEffect.of(0.1, 3, 0))
        .withMessageContaining("at least one sample: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DesignEffect.of(7, 3))
        .withMessageContaining("-1 to 1: 7");
  }
}
