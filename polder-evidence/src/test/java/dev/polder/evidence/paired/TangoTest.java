package dev.polder.evidence.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.polder.evidence.Interval;
import java.util.Random;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TangoTest {
  /// Tango 1998; Agresti & Min 2005; Fagerland 2014.
  @ParameterizedTest
  @CsvSource({
    "4, 9, 3, 16, 0.95, -0.027, 0.390",
    "43, 0, 1, 0, 0.90, -0.096, 0.037",
    "53, 16, 8, 9, 0.95, -0.020, 0.207",
    "1, 1, 7, 12, 0.95, -0.517, -0.026"
  })
  void givesThePrintedIntervals(
      int both, int first, int second, int neither, double confidence, double low, double high) {
    PairTable table = PaperTables.firstLessSecond(both, first, second, neither);

    Interval interval = Tango.interval(table, confidence);

    assertThat(interval.low()).isCloseTo(low, within(0.0005001));
    assertThat(interval.high()).isCloseTo(high, within(0.0005001));
  }

  /// Computed without the closed form: scipy 1.17 maximises the likelihood of the table under each
  /// supposed difference (minimize_scalar, bounded) and finds the bounds by brentq.
  @ParameterizedTest
  @CsvSource({
    "30, 4, 6, 20, 0.90, -0.0583738, 0.1278751, 0.0116162",
    "180, 14, 9, 47, 0.95, -0.0608528, 0.0188781, 0.000266597",
    "3, 0, 2, 1, 0.90, -0.0810453, 0.6529852, 0.0445962",
    "0, 5, 5, 0, 0.99, -0.6315489, 0.6315489, 0.3753104"
  })
  void agreesWithTheLikelihoodMaximisedNumerically(
      int both,
      int reference,
      int candidate,
      int neither,
      double confidence,
      double low,
      double high,
      double pAtTenPoints) {
    PairTable table = new PairTable(both, reference, candidate, neither);

    assertThat(Tango.interval(table, confidence).low()).isCloseTo(low, within(1e-6));
    assertThat(Tango.interval(table, confidence).high()).isCloseTo(high, within(1e-6));
    assertThat(Tango.nonInferiority(table, 0.1)).isCloseTo(pAtTenPoints, within(1e-6));
  }

  @Test
  void knowsLittleWhereNoPairDiffers() {
    double z = NormalDistribution.of(0, 1).inverseSurvivalProbability(0.05);
    double bound = z * z / (40 + z * z);

    Interval interval = Tango.interval(new PairTable(39, 0, 0, 1), 0.9);

    assertThat(interval.low()).isCloseTo(-bound, within(1e-12));
    assertThat(interval.high()).isCloseTo(bound, within(1e-12));
    assertThat(Tango.nonInferiority(new PairTable(39, 0, 0, 1), 0.05)).isGreaterThan(0.05);
    assertThat(Tango.nonInferiority(new PairTable(60, 0, 0, 0), 0.05)).isLessThan(0.05);
  }

  @Test
  void holdsWithASinglePair() {
    assertThat(Tango.interval(new PairTable(0, 1, 0, 0), 0.9).low()).isEqualTo(-1);
    assertThat(Tango.interval(new PairTable(0, 1, 0, 0), 0.9).high()).isBetween(0.0, 1.0);
    assertThat(Tango.interval(new PairTable(0, 0, 1, 0), 0.9).high()).isEqualTo(1);
    assertThat(Tango.nonInferiority(new PairTable(1, 0, 0, 0), 0.05)).isGreaterThan(0.3);
    assertThat(Tango.nonInferiority(new PairTable(0, 1, 0, 0), 0.05)).isGreaterThan(0.8);
  }

  @Test
  void holdsWithMillionsOfPairs() {
    Interval interval =
        Tango.interval(new PairTable(1_900_000_000, 40_000_000, 40_000_000, 100_000_000), 0.9);

    assertThat(interval.low()).isCloseTo(-interval.high(), within(1e-12));
    assertThat(interval.high()).isCloseTo(1.6448536 * Math.sqrt(80e6) / 2.08e9, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 1.5, -0.05, Double.NaN})
  void refusesAMarginThatIsNone(double margin) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tango.nonInferiority(new PairTable(1, 1, 1, 1), margin))
        .withMessageContaining("a margin must lie between 0 and 1");
  }

  @Test
  void holdsJustTheDifferencesThatItsTestDoesNotReject() {
    NormalDistribution normal = NormalDistribution.of(0, 1);
    Random random = new Random(1);
    RandomTables.of(random, 500)
        .forEach(table -> {
          double confidence = random.nextDouble(0.5, 0.999);
          double z = normal.inverseSurvivalProbability((1 - confidence) / 2);
          Interval interval = Tango.interval(table, confidence);
          for (double supposed = -0.995; supposed < 1; supposed += 0.01) {
            if (Math.abs(supposed - interval.low()) > 1e-9
                && Math.abs(supposed - interval.high()) > 1e-9) {
              assertThat(Math.abs(Tango.score(table, supposed)) <= z)
                  .as("%s, %s, %s", table, confidence, supposed)
                  .isEqualTo(interval.holds(supposed));
            }
          }
        });
  }

  @Test
  void holdsItsEstimateAndGrowsWithConfidence() {
    RandomTables.of(new Random(2), 2000)
        .forEach(table -> {
          Interval ninety = Tango.interval(table, 0.90);
          Interval ninetyFive = Tango.interval(table, 0.95);
          assertThat(ninety.holds(table.difference())).as("%s", table).isTrue();
          assertThat(ninetyFive.low()).as("%s", table).isLessThanOrEqualTo(ninety.low());
          assertThat(ninetyFive.high()).as("%s", table).isGreaterThanOrEqualTo(ninety.high());
        });
  }

  @Test
  void changesSidesWithReferenceAndCandidate() {
    RandomTables.of(new Random(3), 2000)
        .forEach(table -> {
          Interval interval = Tango.interval(table, 0.9);
          Interval swapped = Tango.interval(table.swapped(), 0.9);
          assertThat(swapped).isEqualTo(new Interval(-interval.high(), -interval.low()));
        });
  }

  @Test
  void isNonInferiorByPValueJustWhenByInterval() {
    Random random = new Random(4);
    long nonInferior =
        RandomTables.of(random, 5000)
            .filter(table -> {
              double alpha = random.nextDouble(0.001, 0.3);
              double margin = random.nextDouble(0.001, 0.5);
              boolean byP = Tango.nonInferiority(table, margin) < alpha;
              assertThat(Tango.interval(table, 1 - 2 * alpha).low() > -margin)
                  .as("%s, alpha %s, margin %s", table, alpha, margin)
                  .isEqualTo(byP);
              return byP;
            })
            .count();
    assertThat(nonInferior).isBetween(1000L, 4000L);
  }
}
