package dev.polder.evidence.proportion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.polder.evidence.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WilsonTest {
  /// scipy 1.17: binomtest(k, n).proportion_ci(confidence, 'wilson').
  @ParameterizedTest
  @CsvSource({
    "0, 20, 0.95, 0, 0.16112515805281935",
    "7, 10, 0.90, 0.4416997958698351, 0.8731234160968021",
    "59, 59, 0.90, 0.9561539644147508, 1",
    "83, 100, 0.95, 0.7445199523239887, 0.8910643388594006",
    "1, 1, 0.95, 0.20654931437723745, 1"
  })
  void agreesWithScipy(int successes, int n, double confidence, double low, double high) {
    Interval interval = Wilson.interval(successes, n, confidence);

    assertThat(interval.low()).isCloseTo(low, within(1e-12));
    assertThat(interval.high()).isCloseTo(high, within(1e-12));
  }

  @Test
  void refusesWhatIsNoShare() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Wilson.interval(3, 2, 0.9))
        .withMessageContaining("3 of 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Wilson.interval(1, 2, 95))
        .withMessageContaining("0.90 for 90 %: 95");
  }
}
