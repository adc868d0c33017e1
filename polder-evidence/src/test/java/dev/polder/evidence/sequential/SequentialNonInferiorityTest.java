package dev.polder.evidence.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.polder.evidence.Figures;
import dev.polder.evidence.Interval;
import dev.polder.evidence.Verdict;
import dev.polder.evidence.sequential.DetectionDelay.Stream;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/// What the sequential test decides, and how often it errs, simulated from seeds.
///
/// `-Dpolder.long=true` makes more runs and prints the figures of
/// `docs/concepts/watching-a-verdict.md`.
final class SequentialNonInferiorityTest {
  private static final double MARGIN = 0.05;
  private static final double ALPHA = 0.05;

  /// The error that it is for: the difference lies exactly at the margin, and somebody looks again
  /// and again until the answer pleases.
  @Test
  void isNotFooledByPeekingAsTheFixedTestIs() {
    int runs = Figures.LONG ? 20_000 : 2_000;
    Stream atTheMargin = new Stream(-MARGIN, 0.2);
    SplittableRandom random = new SplittableRandom(45);
    int fixed = 0;
    int asymptotic = 0;
    int sequential = 0;
    for (int run = 0; run < runs; run++) {
      SequentialNonInferiority test = new SequentialNonInferiority(MARGIN, ALPHA, 500);
      AsymptoticSequence approximate = new AsymptoticSequence(500, ALPHA);
      boolean byFixed = false;
      boolean byAsymptotic = false;
      double sum = 0;
      double squares = 0;
      for (int n = 1; n <= 500; n++) {
        double d = atTheMargin.next(random);
        test.add(d);
        approximate.add(d);
        sum += d;
        squares += d * d;
        if (n % 10 == 0) {
          double sd = Math.sqrt((squares - sum * sum / n) / (n - 1));
          byFixed |= sd > 0 && sum / n + MARGIN > 1.645 * sd / Math.sqrt(n);
          byAsymptotic |= approximate.lower() > -MARGIN;
        }
      }
      fixed += byFixed ? 1 : 0;
      asymptotic += byAsymptotic ? 1 : 0;
      sequential += test.shown() ? 1 : 0;
    }
    Figures.print(
        "wrongly non-inferior, a look every 10 of 500: fixed-n rule %.3f, asymptotic %.3f, "
            + "sequential (even at every sample) %.3f",
        share(fixed, runs), share(asymptotic, runs), share(sequential, runs));
    assertThat(share(fixed, runs)).isBetween(0.22, 0.36);
    assertThat(share(sequential, runs)).isPositive().isLessThanOrEqualTo(ALPHA);
  }

  @Test
  void errsNoMoreOftenThanStatedWhateverTheDifferencesAre() {
    record Case(String name, double mean, ToDoubleFunction<SplittableRandom> draw) {}
    for (Case one :
        new Case[] {
          new Case("hardly any discordant", -0.05, stream(-0.05, 0.06)),
          new Case("only losses", -0.05, stream(-0.05, 0.05)),
          new Case("half discordant", -0.05, stream(-0.05, 0.5)),
          new Case("all discordant", -0.3, stream(-0.3, 1)),
          new Case("scores", -0.1, random -> -0.1 + 0.6 * (random.nextDouble() - 0.5)),
          new Case("rare disasters", -0.02, r -> r.nextDouble() < 0.03 ? -0.99 : 0.01),
        }) {
      errsNoMoreOftenThanStated(one.name(), one.mean(), one.draw());
    }
  }

  private static ToDoubleFunction<SplittableRandom> stream(double mean, double discordance) {
    Stream stream = new Stream(mean, discordance);
    return stream::next;
  }

  /// With the margin at the truth, both what is shown and what is refuted is wrong; and the
  /// interval misses the truth, ever, just when one of them happens.
  private static void errsNoMoreOftenThanStated(
      String name, double mean, ToDoubleFunction<SplittableRandom> draw) {
    int runs = Figures.LONG ? 10_000 : 1_000;
    SplittableRandom random = new SplittableRandom(46);
    int shown = 0;
    int refuted = 0;
    for (int run = 0; run < runs; run++) {
      SequentialNonInferiority test = new SequentialNonInferiority(-mean, ALPHA, 300);
      for (int n = 0; n < 1_000; n++) {
        test.add(draw.applyAsDouble(random));
      }
      shown += test.shown() ? 1 : 0;
      refuted += test.refuted() ? 1 : 0;
    }
    Figures.print(
        "%s: wrongly shown %.3f, wrongly refuted %.3f within 1,000 samples",
        name, share(shown, runs), share(refuted, runs));
    // Few runs may err a little more often by chance (two standard errors); many must not.
    double chance = Figures.LONG ? 0 : 2 * Math.sqrt(ALPHA * (1 - ALPHA) / runs);
    assertThat(share(shown, runs)).as(name).isLessThanOrEqualTo(ALPHA + chance);
    assertThat(share(refuted, runs)).as(name).isLessThanOrEqualTo(ALPHA + chance);
  }

  /// A fixed test of 495 samples would show it in 80 % of such comparisons.
  @Test
  void decidesMostComparisonsOfEqualsWithinTwiceTheFixedNumber() {
    record Case(Stream truth, double margin, int planned) {}
    for (Case one :
        new Case[] {
          new Case(new Stream(0, 0.2), 0.05, 1_000),
          new Case(new Stream(0, 0.2), 0.10, 250),
          new Case(new Stream(0.02, 0.2), 0.05, 600),
          new Case(new Stream(0, 0.05), 0.05, 300),
          new Case(new Stream(-0.02, 0.22), 0.05, 3_000)
        }) {
      int runs = Figures.LONG ? 2_000 : 200;
      SplittableRandom random = new SplittableRandom(47);
      double[] bets = new double[runs];
      double[] bernstein = new double[runs];
      for (int run = 0; run < runs; run++) {
        double[] stream = draws(one.truth(), 4 * one.planned(), random);
        bets[run] = whenShown(stream, one.margin(), one.planned());
        bernstein[run] = whenShownByBernstein(stream, one.margin(), one.planned());
      }
      Arrays.sort(bets);
      Arrays.sort(bernstein);
      Figures.print(
          "%s, margin %.2f, planned %d: shown after %.0f samples in half of the runs, %.0f in 80 %%;"
              + " empirical Bernstein %.0f, %.0f",
          one.truth(),
          one.margin(),
          one.planned(),
          bets[runs / 2],
          bets[runs * 4 / 5],
          bernstein[runs / 2],
          bernstein[runs * 4 / 5]);
      assertThat(bets[runs * 4 / 5]).as("%s", one).isLessThanOrEqualTo(one.planned());
      assertThat(bets[runs / 2]).as("%s", one).isLessThan(0.85 * bernstein[runs / 2]);
    }
  }

  private static double[] draws(Stream stream, int n, SplittableRandom random) {
    double[] draws = new double[n];
    Arrays.setAll(draws, i -> stream.next(random));
    return draws;
  }

  private static double whenShown(double[] stream, double margin, int planned) {
    SequentialNonInferiority test = new SequentialNonInferiority(margin, ALPHA, planned);
    for (double d : stream) {
      test.add(d);
      if (test.shown()) {
        return test.n();
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  /// The gamma-exponential mixture, told the variance to tune for: the other exact construction.
  private static double whenShownByBernstein(double[] stream, double margin, int planned) {
    double variance = Arrays.stream(stream).map(d -> d * d).average().orElse(0);
    Mixture mixture = Mixture.gammaExponential(variance * planned, ALPHA, 2);
    double sum = 0;
    double v = 0;
    for (int n = 1; n <= stream.length; n++) {
      double error = stream[n - 1] - sum / n; // forecast: the mean of those before, and one 0
      v += error * error;
      sum += stream[n - 1];
      if (mixture.logCapital(sum + margin * n, v) >= -Math.log(ALPHA)) {
        return n;
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  @Test
  void samplesOfOneClusterAreNoNewsToEachOther() {
    int runs = Figures.LONG ? 10_000 : 1_000;
    Stream atTheMargin = new Stream(-MARGIN, 0.2);
    SplittableRandom random = new SplittableRandom(48);
    int naive = 0;
    int clustered = 0;
    int shownOfEquals = 0;
    for (int run = 0; run < runs; run++) {
      SequentialNonInferiority bySamples = new SequentialNonInferiority(MARGIN, ALPHA, 2_000);
      SequentialNonInferiority byClusters =
          SequentialNonInferiority.clustered(MARGIN, ALPHA, 400, 10);
      SequentialNonInferiority ofEquals =
          SequentialNonInferiority.clustered(MARGIN, ALPHA, 2_000, 10);
      for (int cluster = 0; cluster < 400; cluster++) {
        double[] differences = new double[1 + random.nextInt(10)];
        Arrays.fill(differences, atTheMargin.next(random)); // all alike
        for (double d : differences) {
          bySamples.add(d);
        }
        byClusters.addCluster(differences);
      }
      for (int cluster = 0; cluster < (run < 100 ? 2_000 : 0); cluster++) {
        double[] differences = new double[1 + random.nextInt(10)];
        Arrays.fill(differences, new Stream(0, 0.2).next(random));
        ofEquals.addCluster(differences);
      }
      naive += bySamples.shown() ? 1 : 0;
      clustered += byClusters.shown() ? 1 : 0;
      shownOfEquals += ofEquals.shown() ? 1 : 0;
    }
    Figures.print(
        "400 clusters of 1 to 10 samples that are all alike, at the margin: wrongly shown sample by"
            + " sample %.3f, cluster by cluster %.3f; equals shown within 2,000 clusters %.2f",
        share(naive, runs), share(clustered, runs), share(shownOfEquals, 100));
    assertThat(share(naive, runs)).isGreaterThan(3 * ALPHA);
    assertThat(share(clustered, runs)).isPositive().isLessThanOrEqualTo(ALPHA);
    assertThat(share(shownOfEquals, 100)).isGreaterThan(0.6);
  }

  @Test
  void theIntervalTellsTheSameAsTheTest() {
    SplittableRandom random = new SplittableRandom(49);
    Stream truth = new Stream(0.01, 0.2);
    SequentialNonInferiority test = new SequentialNonInferiority(MARGIN, ALPHA, 500);
    int after = 0;
    while (!test.shown()) {
      assertThat(test.interval().low()).isLessThan(-MARGIN);
      for (int i = 0; i < 10; i++, after++) {
        test.add(truth.next(random));
      }
    }
    assertThat(test.interval().low()).isGreaterThanOrEqualTo(-MARGIN);
    assertThat(test.verdict()).isEqualTo(Verdict.NON_INFERIOR);
    assertThat(test.pValue()).isLessThanOrEqualTo(ALPHA);
    assertThat(test.n()).isEqualTo(after);
    assertThat(test.estimate().confidence()).isCloseTo(0.9, within(1e-12));
    assertThat(test.estimate().interval().holds(test.estimate().value())).isTrue();
  }

  @Test
  void whatHasBeenShownStaysShown() {
    // Given
    SequentialNonInferiority test = new SequentialNonInferiority(MARGIN, ALPHA, 200);
    for (int i = 0; i < 200; i++) {
      test.add(0);
    }
    assertThat(test.shown()).isTrue();

    // When
    for (int i = 0; i < 8; i++) {
      test.add(-1);
    }

    // Then
    assertThat(test.verdict()).isEqualTo(Verdict.NON_INFERIOR);
    assertThat(test.interval().low()).isEqualTo(-MARGIN);
  }

  @Test
  void showsInferiorityToo() {
    SequentialNonInferiority test = new SequentialNonInferiority(MARGIN, ALPHA, 300);
    for (int i = 0; i < 300; i++) {
      test.add(i % 4 == 0 ? -1 : 0);
    }
    assertThat(test.verdict()).isEqualTo(Verdict.INFERIOR);
    assertThat(test.interval().high()).isLessThan(-MARGIN);
  }

  /// Then the difference was not the same all along.
  @Test
  void bothShownIsNotDecidable() {
    SequentialNonInferiority test = new SequentialNonInferiority(MARGIN, ALPHA, 300);
    for (int i = 0; i < 600; i++) {
      test.add(i < 200 ? 0 : -0.5);
    }
    assertThat(test.shown()).isTrue();
    assertThat(test.refuted()).isTrue();
    assertThat(test.verdict()).isEqualTo(Verdict.NOT_DECIDABLE);
  }

  @Test
  void knowsNothingBeforeTheFirstSample() {
    SequentialNonInferiority test = new SequentialNonInferiority(MARGIN, ALPHA, 100);
    assertThat(test.interval()).isEqualTo(new Interval(-1, 1));
    assertThat(test.verdict()).isEqualTo(Verdict.NOT_DECIDABLE);
    assertThat(test.pValue()).isEqualTo(1);
  }

  @Test
  void oneClusterOfManyAlikeShowsNothing() {
    SequentialNonInferiority test = SequentialNonInferiority.clustered(MARGIN, ALPHA, 12, 500);
    test.addCluster(new double[500]);
    assertThat(test.n()).isEqualTo(500);
    assertThat(test.clusters()).isEqualTo(1);
    assertThat(test.verdict()).isEqualTo(Verdict.NOT_DECIDABLE);
  }

  @Test
  void refusesWhatItsBetsAreNotMadeFor() {
    SequentialNonInferiority test = SequentialNonInferiority.clustered(MARGIN, ALPHA, 12, 3);
    assertThatThrownBy(() -> test.addCluster(0, 0, 0, 0))
        .hasMessage("a cluster must have 1 to 3 samples, as stated beforehand, but has 4");
    assertThatThrownBy(() -> test.add(1.5))
        .hasMessage("a difference must lie in [-1, 1], so scores in [0, 1]: 1.5");
    assertThatThrownBy(() -> test.add(Double.NaN))
        .hasMessage("a difference must lie in [-1, 1], so scores in [0, 1]: NaN");
  }

  private static double share(int count, int of) {
    return count / (double) of;
  }
}
