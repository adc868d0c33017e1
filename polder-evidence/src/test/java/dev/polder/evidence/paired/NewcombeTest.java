package dev.polder.evidence.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.polder.evidence.Interval;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NewcombeTest {
  @ParameterizedTest
  @CsvSource({
    "20, 12, 2, 16, 0.056156, 0.329207, 0.000001",
    "1, 1, 7, 12, -0.5069, -0.0256, 0.00005",
    "54, 0, 0, 0, -0.066414, 0.066414, 0.000001"
  })
  void givesTheReferenceIntervals(
      int both, int first, int second, int neither, double low, double high, double tolerance) {
    PairTable table = PaperTables.firstLessSecond(both, first, second, neither);

    Interval interval = Newcombe.interval(table, 0.95);

    assertThat(interval.low()).isCloseTo(low, within(tolerance));
    assertThat(interval.high()).isCloseTo(high, within(tolerance));
  }

  @Test
  void holdsItsEstimateGrowsWithConfidenceAndChangesSides() {
    RandomTables.of(new Random(5), 2000)
        .forEach(table -> {
          Interval ninety = Newcombe.interval(table, 0.90);
          Interval ninetyFive = Newcombe.interval(table, 0.95);
          Interval swapped = Newcombe.interval(table.swapped(), 0.90);
          assertThat(ninety.holds(table.difference())).as("%s", table).isTrue();
          assertThat(ninetyFive.low()).as("%s", table).isLessThanOrEqualTo(ninety.low());
          assertThat(ninetyFive.high()).as("%s", table).isGreaterThanOrEqualTo(ninety.high());
          assertThat(swapped.low()).isCloseTo(-ninety.high(), within(1e-12));
          assertThat(swapped.high()).isCloseTo(-ninety.low(), within(1e-12));
        });
  }
}
