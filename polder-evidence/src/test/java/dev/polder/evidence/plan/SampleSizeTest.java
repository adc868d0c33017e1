package dev.polder.evidence.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.polder.evidence.Estimate;
import dev.polder.evidence.paired.PairTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SampleSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0.10, 0.20, 0, 124",
    "0.05, 0.20, 0, 495",
    "0.03, 0.20, 0, 1374",
    "0.05, 0.22, -0.02, 1509"
  })
  void givesTheReferenceSizes(double margin, double discordance, double difference, long pairs) {
    assertThat(SampleSize.of(margin, discordance).withDifference(difference).pairs())
        .isEqualTo(pairs);
  }

  @Test
  void hasThePowerAskedForAndNoPairToSpare() {
    for (double power : new double[] {0.5, 0.8, 0.95}) {
      SampleSize size = SampleSize.of(0.05, 0.3).withPower(power).withDifference(-0.01);

      assertThat(size.powerWith(size.pairs())).isGreaterThanOrEqualTo(power);
      assertThat(size.powerWith(size.pairs() - 1)).isLessThan(power);
    }
  }

  @Test
  void growsWithTheDesignEffect() {
    SampleSize plain = SampleSize.of(0.05, 0.2);
    SampleSize clustered = plain.withDesignEffect(DesignEffect.of(0.1, 11, 11, 11));

    assertThat(clustered.pairs()).isEqualTo(990);
    assertThat(clustered.powerWith(990)).isCloseTo(plain.powerWith(495), within(1e-12));
    assertThat(plain.withAlpha(0.025).pairs()).isGreaterThan(plain.pairs());
  }

  @Test
  void aPilotWithoutDiscordantPairsDoesNotMeanNone() {
    Estimate discordance = SampleSize.discordanceOf(new PairTable(20, 0, 0, 5));

    assertThat(discordance.value()).isZero();
    assertThat(discordance.interval().high()).isBetween(0.05, 0.08);
    assertThat(SampleSize.of(0.05, discordance.interval().high()).pairs()).isGreaterThan(100);
  }

  @Test
  void refusesWhatNoNumberOfPairsShows() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SampleSize.of(0.05, 0.2).withDifference(-0.05))
        .withMessageContaining("true difference -0.05 is not above minus the margin 0.05");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SampleSize.of(0.05, 0.01).withDifference(0.04))
        .withMessageContaining("not below the difference 0.04: 0.01");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SampleSize.of(0.05, 0))
        .withMessageContaining("discordance");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SampleSize.of(0.05, 0.2).withPower(1))
        .withMessageContaining("power");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SampleSize.of(5, 0.2))
        .withMessageContaining("0.05 for five points: 5");
  }
}
