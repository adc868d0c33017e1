package dev.polder.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicksTest {

  @ParameterizedTest
  @CsvSource({"0.003, 0.005", "1, 1", "1.01, 2", "2.1, 2.5", "3, 5", "7, 10", "120, 200"})
  void stepsAreRound(double rough, double step) {
    assertThat(Ticks.niceStep(rough).doubleValue()).isEqualTo(step);
  }

  @Test
  void marksSharesInPerCent() {
    assertThat(labels(Axis.shares("x"), 0, 1, 5))
        .containsExactly(
            "0\u00a0%", "20\u00a0%", "40\u00a0%", "60\u00a0%", "80\u00a0%", "100\u00a0%");
  }

  @Test
  void marksDifferencesWithTheirSign() {
    assertThat(labels(Axis.points("x"), -0.05, 0.05, 4))
        .containsExactly("−5.0", "−2.5", "0.0", "+2.5", "+5.0");
  }

  @Test
  void countsAreWhole() {
    assertThat(labels(Axis.counts("x"), 0, 3, 10)).containsExactly("0", "1", "2", "3");
    assertThat(labels(Axis.counts("x"), 0, 20_000, 4))
        .containsExactly("0", "5,000", "10,000", "15,000", "20,000");
  }

  @Test
  void marksTimesAtRoundMoments() {
    double from = Instant.parse("2026-01-15T00:00:00Z").getEpochSecond();
    double to = Instant.parse("2026-11-20T00:00:00Z").getEpochSecond();
    assertThat(labels(Axis.time("x"), from, to, 4))
        .containsExactly("Apr 2026", "Jul 2026", "Oct 2026");
    assertThat(labels(Axis.time("x"), from, from + 7200, 3))
        .containsExactly("15 Jan 00:00", "15 Jan 01:00", "15 Jan 02:00");
  }

  @Test
  void endsEvenWhereARangeIsAbsurd() {
    assertThat(labels(Axis.numbers("x"), -1e300, 1e300, 5)).hasSizeLessThan(9);
    assertThat(labels(Axis.numbers("x"), 1e-300, 2e-300, 5)).hasSizeLessThan(9);
  }

  private static List<String> labels(Axis axis, double low, double high, int most) {
    return axis.ticks(low, high, most).stream().map(Ticks.Tick::label).toList();
  }
}
