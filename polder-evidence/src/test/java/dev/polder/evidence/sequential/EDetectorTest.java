package dev.polder.evidence.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.polder.evidence.Figures;
import dev.polder.evidence.sequential.DetectionDelay.Stream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// When the detector raises its alarm, and when it does not, simulated from seeds.
///
/// `-Dpolder.long=true` makes more runs and prints the figures of
/// `docs/concepts/watching-a-verdict.md`.
final class EDetectorTest {
  private static final double MARGIN = 0.05;
  private static final Stream GOOD = new Stream(0, 0.2);
  private static final Stream FALLEN = new Stream(-0.10, 0.2);

  @Test
  void falseAlarmsAreAsRareAsPromisedWithTheDifferenceExactlyAtTheMargin() {
    double promised = 500;
    int runs = Figures.LONG ? 5_000 : 500;
    Stream atTheMargin = new Stream(-MARGIN, 0.2);
    SplittableRandom random = new SplittableRandom(50);
    double sum = 0;
    for (int run = 0; run < runs; run++) {
      EDetector detector = EDetector.withRunLength(MARGIN, promised);
      while (!detector.alarm()) {
        detector = detector.after(atTheMargin.next(random));
      }
      sum += detector.alarmAt();
    }
    Figures.print("average run length at the margin: %.0f, promised %.0f", sum / runs, promised);
    assertThat(sum / runs).isGreaterThanOrEqualTo(promised);
  }

  @Test
  void everAFalseAlarmIsAsRareAsPromised() {
    int runs = Figures.LONG ? 5_000 : 500;
    int samples = 5_000;
    Stream atTheMargin = new Stream(-MARGIN, 0.2);
    DetectionDelay delay =
        DetectionDelay.measure(
            EDetector.withProbability(MARGIN, 0.1),
            atTheMargin,
            samples,
            FALLEN,
            1,
            runs,
            new SplittableRandom(51));
    Figures.print(
        "ever a false alarm in %d samples at the margin: %.3f", samples, delay.falseAlarms());
    assertThat(delay.falseAlarms()).isPositive().isLessThanOrEqualTo(0.1);
  }

  /// A cumulative sequence needs thousands: what was good for long outweighs what is bad now.
  @Test
  void noticesAFallAfterManyGoodSamplesSoonerThanACumulativeSequence() {
    int runs = Figures.LONG ? 1_000 : 60;
    EDetector detector = EDetector.withRunLength(MARGIN, 100_000);

    // When
    DetectionDelay delay =
        DetectionDelay.measure(
            detector, GOOD, 10_000, FALLEN, 20_000, runs, new SplittableRandom(52));
    double cumulative = cumulativeDelay(Figures.LONG ? 200 : 5);

    // Then
    Figures.print("after 10,000 good samples: %s; a cumulative sequence: %.0f", delay, cumulative);
    assertThat(delay.falseAlarms()).isLessThanOrEqualTo(0.02);
    assertThat(delay.median()).isLessThan(2_000);
    assertThat(delay.ninetieth()).isLessThan(3_500);
    assertThat(cumulative).isGreaterThan(2 * delay.median());
  }

  private static double cumulativeDelay(int runs) {
    SplittableRandom random = new SplittableRandom(53);
    double[] delays = new double[runs];
    for (int run = 0; run < runs; run++) {
      SequentialNonInferiority test = new SequentialNonInferiority(MARGIN, 0.05, 10_000);
      for (int i = 0; i < 10_000; i++) {
        test.add(GOOD.next(random));
      }
      while (!test.refuted()) {
        test.add(FALLEN.next(random));
      }
      delays[run] = test.n() - 10_000;
    }
    Arrays.sort(delays);
    return delays[runs / 2];
  }

  @Test
  void noticesALargerFallSooner() {
    EDetector detector = EDetector.withRunLength(MARGIN, 100_000);
    double before = Double.POSITIVE_INFINITY;
    for (double mean : new double[] {-0.08, -0.10, -0.15, -0.20, -0.40}) {
      DetectionDelay delay =
          DetectionDelay.measure(
              detector,
              GOOD,
              2_000,
              new Stream(mean, Math.max(0.2, -mean)),
              20_000,
              Figures.LONG ? 1_000 : 60,
              new SplittableRandom(54));
      assertThat(delay.median()).as("fall to %s", mean).isLessThan(before);
      before = delay.median();
    }
  }

  @Test
  void printsTheTableOfDelays() {
    assumeTrue(Figures.LONG, "only with -Dpolder.long=true");
    Figures.print("| promise | fall to | discordant | false alarms | median | nine of ten |");
    for (EDetector detector :
        List.of(
            EDetector.withRunLength(MARGIN, 10_000),
            EDetector.withRunLength(MARGIN, 100_000),
            EDetector.withProbability(MARGIN, 0.05))) {
      for (double[] fall :
          new double[][] {
            {-0.08, 0.2}, {-0.10, 0.2}, {-0.10, 0.4}, {-0.15, 0.2}, {-0.20, 0.2}, {-0.40, 0.4}
          }) {
        DetectionDelay delay =
            DetectionDelay.measure(
                detector,
                new Stream(0, fall[1]),
                10_000,
                new Stream(fall[0], fall[1]),
                100_000,
                1_000,
                new SplittableRandom(55));
        Figures.print(
            "| %s %.0f | %.2f | %.2f | %.3f | %.0f | %.0f |",
            detector.promise(),
            detector.threshold(),
            fall[0],
            fall[1],
            delay.falseAlarms(),
            delay.median(),
            delay.ninetieth());
      }
    }
  }

  @Test
  void goesOnAfterARestartWhereItWas() {
    // Given
    SplittableRandom random = new SplittableRandom(56);
    EDetector uninterrupted = EDetector.withRunLength(MARGIN, 1_000);
    for (int i = 0; i < 100; i++) {
      uninterrupted = uninterrupted.after(FALLEN.next(random));
    }

    // When: its numbers are stored and read
    EDetector restarted =
        new EDetector(
            uninterrupted.margin(),
            uninterrupted.promise(),
            uninterrupted.threshold(),
            uninterrupted.seen(),
            List.copyOf(uninterrupted.capitals()),
            uninterrupted.alarmAt());

    // Then
    for (int i = 0; i < 1_000; i++) {
      double d = FALLEN.next(random);
      uninterrupted = uninterrupted.after(d);
      restarted = restarted.after(d);
      assertThat(restarted).isEqualTo(uninterrupted);
    }
    assertThat(restarted.alarm()).isTrue();
  }

  @Test
  void anAlarmStaysUntilItIsRenewed() {
    EDetector detector = EDetector.withRunLength(MARGIN, 100);
    while (!detector.alarm()) {
      detector = detector.after(-1);
    }
    EDetector later = detector.after(1).after(1);
    assertThat(later.alarmAt()).isEqualTo(detector.alarmAt());
    assertThat(later.level()).isGreaterThanOrEqualTo(1);
    assertThat(later.seen()).isEqualTo(detector.seen() + 2);
    assertThat(later.renewed()).isEqualTo(EDetector.withRunLength(MARGIN, 100));
  }

  @Test
  void watchesScoresAgainstAFloor() {
    EDetector detector = EDetector.withRunLength(0, 10_000);
    double floor = 0.7;
    for (int i = 0; i < 5_000; i++) {
      detector = detector.after((i % 5 == 0 ? 0 : 1) - floor); // right in 80 % of samples
    }
    assertThat(detector.alarm()).isFalse();
    for (int i = 0; i < 1_000; i++) {
      detector = detector.after((i % 2 == 0 ? 0 : 1) - floor); // in half of them
    }
    assertThat(detector.alarm()).isTrue();
  }

  @Test
  void refusesWhatIsNoState() {
    assertThatThrownBy(() -> EDetector.withRunLength(MARGIN, 1))
        .hasMessage("an alarm's threshold must be above 1: 1.0");
    assertThatThrownBy(() ->
            new EDetector(MARGIN, EDetector.Promise.AVERAGE_RUN_LENGTH, 100, 7, List.of(1.0), 0))
        .hasMessage("no state of a detector of this version: [1.0] after 7");
    assertThatThrownBy(() -> EDetector.withRunLength(MARGIN, 100).after(Double.NaN))
        .hasMessage("a difference must lie in [-1, 1], so scores in [0, 1]: NaN");
    assertThatThrownBy(() -> new Stream(-0.3, 0.2))
        .hasMessage("with 0.2 discordant pairs the mean cannot be -0.3");
  }
}
