package dev.polder.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void theMedianOfAnOddNumberIsTheMiddleWhateverTheOrder() {
    assertThat(Statistics.quantile(List.of(9.0, 1.0, 5.0), 0.5)).isEqualTo(5.0);
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
    assertThat(Statistics.quantile(List.of(4.0, 1.0, 2.0, 8.0), 0.5)).isEqualTo(3.0);
  }

  @Test
  void quartilesAreInterpolatedBetweenRanks() {
    // Expected values as numpy.quantile gives them.
    Statistics.Spread spread = Statistics.spread(List.of(1.0, 2.0, 3.0, 4.0));

    assertThat(spread.lower()).isCloseTo(1.75, within(1e-12));
    assertThat(spread.upper()).isCloseTo(3.25, within(1e-12));
    assertThat(spread.count()).isEqualTo(4);
  }

  @Test
  void oneValueIsItsOwnSpread() {
    assertThat(Statistics.spread(List.of(7.0))).isEqualTo(new Statistics.Spread(7, 7, 7, 1));
  }

  @Test
  void nothingHasNoMedian() {
    assertThat(Statistics.quantile(List.of(), 0.5)).isNaN();
  }

  @Test
  void roundsArePairedBeforeTheMedianIsTaken() {
    // Given a machine that was twice as slow in the second round
    List<Double> polder = List.of(80.0, 40.0, 90.0);
    List<Double> relay = List.of(100.0, 50.0, 100.0);

    // When
    List<Double> ratios = Statistics.paired(polder, relay, (ours, theirs) -> ours / theirs);

    // Then
    assertThat(ratios).containsExactly(0.8, 0.8, 0.9);
  }

  @Test
  void roundsThatAreMissingCannotBePaired() {
    assertThatThrownBy(() -> Statistics.paired(List.of(1.0), List.of(), (one, other) -> one))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 rounds cannot be paired with 0");
  }
}
