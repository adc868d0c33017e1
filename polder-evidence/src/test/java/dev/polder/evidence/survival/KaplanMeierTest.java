package dev.polder.evidence.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.polder.evidence.Estimate;
import dev.polder.evidence.Interval;
import dev.polder.evidence.survival.KaplanMeier.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KaplanMeierTest {
  /// Weeks of remission of leukaemia under 6-mercaptopurine: Freireich et al., Blood 21 (1963); +
  /// is censored.
  private static final KaplanMeier MERCAPTOPURINE =
      KaplanMeier.of(weeks("6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"));

  /// The same under placebo, where every remission was seen to end.
  private static final KaplanMeier PLACEBO =
      KaplanMeier.of(weeks("1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"));

  private static List<Observation> weeks(String text) {
    List<Observation> observations = new ArrayList<>();
    for (String one : text.split(" ", -1)) {
      boolean censored = one.endsWith("+");
      String number = censored ? one.substring(0, one.length() - 1) : one;
      observations.add(new Observation(Double.parseDouble(number), !censored));
    }
    return observations;
  }

  /// Survival and standard error as in Klein and Moeschberger, "Survival Analysis", table 4.1; the
  /// interval at 95 % is the log-log one that Stata and R print.
  @ParameterizedTest
  @CsvSource({
    "6, 0.857, 0.0764, 0.620, 0.952",
    "7, 0.807, 0.0869, 0.563, 0.923",
    "10, 0.753, 0.0963, 0.503, 0.889",
    "13, 0.690, 0.1068, 0.432, 0.849",
    "16, 0.627, 0.1141, 0.368, 0.805",
    "22, 0.538, 0.1282, 0.268, 0.747",
    "23, 0.448, 0.1346, 0.188, 0.680",
    "35, 0.448, 0.1346, 0.188, 0.680"
  })
  void agreesWithThePublishedTable(
      double week, double survival, double error, double low, double high) {
    assertThat(MERCAPTOPURINE.survival(week)).isCloseTo(survival, within(6e-4));
    Step step =
        MERCAPTOPURINE.steps().stream().filter(one -> one.time() == week).findFirst().orElseThrow();
    assertThat(step.standardError()).isCloseTo(error, within(6e-5));
    Interval interval = MERCAPTOPURINE.interval(week, 0.95);
    assertThat(interval.low()).isCloseTo(low, within(6e-4));
    assertThat(interval.high()).isCloseTo(high, within(6e-4));
  }

  @Test
  void countsWhoIsAtRisk() {
    assertThat(MERCAPTOPURINE.n()).isEqualTo(21);
    assertThat(MERCAPTOPURINE.events()).isEqualTo(9);
    assertThat(MERCAPTOPURINE.censored()).isEqualTo(12);
    assertThat(MERCAPTOPURINE.steps().getFirst())
        .extracting(Step::atRisk, Step::events, Step::censored)
        .containsExactly(21, 3, 1);
  }

  /// R's survfit with conf.type = "log-log" prints 23 [13, NA] and 8 [4, 11].
  @Test
  void agreesWithPublishedMedians() {
    Estimate treated = MERCAPTOPURINE.median(0.95);
    assertThat(treated.value()).isEqualTo(23);
    assertThat(treated.interval()).isEqualTo(new Interval(13, Double.POSITIVE_INFINITY));
    Estimate untreated = PLACEBO.median(0.95);
    assertThat(untreated.value()).isEqualTo(8);
    assertThat(untreated.interval()).isEqualTo(new Interval(4, 11));
  }

  @Test
  void withoutCensoringItIsTheShareThatIsLeft() {
    assertThat(PLACEBO.survival(8)).isCloseTo(8 / 21.0, within(1e-12));
    assertThat(PLACEBO.survival(0.5)).isEqualTo(1);
    assertThat(PLACEBO.survival(23)).isZero();
  }

  @Test
  void aMedianThatIsNotReachedIsInfinite() {
    Estimate median = KaplanMeier.of(weeks("1 2+ 3+ 4+")).median(0.9);
    assertThat(median.value()).isInfinite();
    assertThat(median.interval().high()).isInfinite();
  }

  @Test
  void aSingleEventBoundsNothing() {
    Estimate median = KaplanMeier.of(weeks("4")).median(0.9);
    assertThat(median.value()).isEqualTo(4);
    assertThat(median.interval()).isEqualTo(new Interval(4, Double.POSITIVE_INFINITY));
  }

  @Test
  void theMedianIsCoveredAsOftenAsStated() {
    SplittableRandom random = new SplittableRandom(61);
    int runs = 2_000;
    int covered = 0;
    for (int run = 0; run < runs; run++) {
      List<Observation> observations = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        double event = -Math.log(random.nextDouble());
        double end = 3 * random.nextDouble();
        observations.add(new Observation(Math.min(event, end), event <= end));
      }
      covered += KaplanMeier.of(observations).median(0.9).interval().holds(Math.log(2)) ? 1 : 0;
    }
    assertThat(covered / (double) runs).isBetween(0.88, 0.95);
  }

  /// Ten times the same says no more than once.
  @Test
  void theBootstrapDrawsUnitsWhole() {
    List<List<Observation>> units = new ArrayList<>();
    List<Observation> all = new ArrayList<>();
    for (Observation one : weeks("1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23")) {
      List<Observation> unit = Collections.nCopies(10, one);
      units.add(unit);
      all.addAll(unit);
    }
    Interval byUnits = KaplanMeier.bootstrapMedian(units, 0.95, 1_000, new SplittableRandom(62));
    assertThat(byUnits.low()).isBetween(4.0, 5.0);
    assertThat(byUnits.high()).isBetween(11.0, 12.0);
    assertThat(KaplanMeier.of(all).median(0.95).interval().width()).isLessThan(byUnits.width());
  }

  @Test
  void refusesAnEmptyCurveAndNegativeTimes() {
    assertThatThrownBy(() -> KaplanMeier.of(List.of()))
        .hasMessage("there is no curve without observations");
    assertThatThrownBy(() -> new Observation(-1, true))
        .hasMessage("a waiting time must not be negative: -1.0");
  }
}
