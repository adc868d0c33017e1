package dev.polder.evidence.paired;

import dev.polder.evidence.plan.SampleSize;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.junit.jupiter.SoftAssertionsExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// How often the intervals hold the truth and how often the tests err, simulated from seeds.
///
/// `-Dpolder.long=true` makes many more runs and prints the tables of
/// `docs/concepts/evidence-statistics.md`.
@ExtendWith(SoftAssertionsExtension.class)
@Timeout(value = 20, unit = TimeUnit.MINUTES) // for the long runs
final class CoverageTest {
  private static final boolean LONG = Boolean.getBoolean("polder.long");

  /// 12 repositories of a real suite of 500 issues.
  private static final int[] REPOSITORIES = {231, 75, 44, 34, 32, 22, 22, 19, 10, 8, 2, 1};

  /// Unequal clusters with hardly more than ten effective ones.
  private static final int[] JUST_DECIDABLE = {
    130, 60, 45, 40, 35, 30, 25, 20, 20, 20, 20, 20, 10, 10, 10, 10, 10, 10, 10, 10, 5, 5, 5, 5, 5
  };

  private static final double[][] TRUTHS = {
    // discordance, difference
    {0.05, 0}, {0.05, -0.02}, {0.10, 0}, {0.10, -0.05}, {0.20, 0}, {0.20, -0.05}, {0.40, -0.10}
  };

  @Test
  void intervalsCoverWithinAPointOfNominal(SoftAssertions checks) {
    print("| n | discordant | d | Tango 90 | 95 | Newcombe 90 | 95 | paired t 90 | 95 |");
    for (int n : LONG ? new int[] {200, 500} : new int[] {200}) {
      for (double[] truth : TRUTHS) {
        double[] covered = coverage(n, truth[0], truth[1], LONG ? 100_000 : 10_000);
        print(
            row(
                String.format(Locale.ROOT, "| %d | %.2f | %+.2f |", n, truth[0], truth[1]),
                covered));
        for (int i = 0; i < covered.length; i++) {
          double over = covered[i] - (i % 2 == 0 ? 0.90 : 0.95);
          // Newcombe's correction makes it a little wide where few pairs differ.
          double wide = i == 2 || i == 3 ? 0.025 : 0.01;
          checks
              .assertThat(over)
              .as("n %d, discordance %s, difference %s, column %d", n, truth[0], truth[1], i)
              .isBetween(-0.01, wide);
        }
      }
    }
  }

  /// Tango, Newcombe and paired t, each at 90 % and 95 %.
  private static double[] coverage(int n, double discordance, double difference, int runs) {
    UniformRandomProvider random =
        RandomSource.L64_X128_MIX.create(n + Math.round(1e4 * discordance));
    BinomialDraw binomial = new BinomialDraw(n, random);
    double[] covered = new double[6];
    for (int run = 0; run < runs; run++) {
      PairTable table = table(binomial, n, discordance, difference);
      PairedT t = PairedT.of(scores(table));
      for (int i = 0; i < 2; i++) {
        double confidence = i == 0 ? 0.90 : 0.95;
        covered[i] += Tango.interval(table, confidence).holds(difference) ? 1 : 0;
        covered[2 + i] += Newcombe.interval(table, confidence).holds(difference) ? 1 : 0;
        covered[4 + i] += t.interval(confidence).holds(difference) ? 1 : 0;
      }
    }
    return shares(covered, runs);
  }

  @Test
  void tangoWronglyPassesNoMoreThanItSays(SoftAssertions checks) {
    print("| n | discordant | margin = loss | Tango passes | paired t passes |");
    for (int n : LONG ? new int[] {100, 200, 500, 1500} : new int[] {100, 200}) {
      for (double[] truth :
          new double[][] {{0.06, 0.05}, {0.10, 0.05}, {0.20, 0.05}, {0.20, 0.10}}) {
        double[] passed = passes(n, truth[0], -truth[1], truth[1], LONG ? 100_000 : 10_000);
        print(
            row(String.format(Locale.ROOT, "| %d | %.2f | %.2f |", n, truth[0], truth[1]), passed));
        checks.assertThat(passed[0]).as("n %d, discordance %s", n, truth[0]).isLessThan(0.06);
      }
    }
  }

  private static double[] passes(
      int n, double discordance, double difference, double margin, int runs) {
    UniformRandomProvider random = RandomSource.L64_X128_MIX.create(n + Math.round(1e5 * margin));
    BinomialDraw binomial = new BinomialDraw(n, random);
    double[] passed = new double[2];
    for (int run = 0; run < runs; run++) {
      PairTable table = table(binomial, n, discordance, difference);
      passed[0] += Tango.nonInferiority(table, margin) < 0.05 ? 1 : 0;
      passed[1] += PairedT.of(scores(table)).nonInferiority(margin) < 0.05 ? 1 : 0;
    }
    return shares(passed, runs);
  }

  @Test
  void plannedPairsHaveThePowerPlanned(SoftAssertions checks) {
    print("| margin | discordant | d | pairs planned for 80 % | Tango passes |");
    for (double[] plan : new double[][] {{0.1, 0.2, 0}, {0.05, 0.2, 0}, {0.05, 0.22, -0.02}}) {
      SampleSize size = SampleSize.of(plan[0], plan[1]).withDifference(plan[2]);
      int n = (int) size.pairs();
      double[] passed = passes(n, plan[1], plan[2], plan[0], LONG ? 100_000 : 10_000);
      String head =
          String.format(Locale.ROOT, "| %.2f | %.2f | %+.2f | %d |", plan[0], plan[1], plan[2], n);
      print(row(head, new double[] {passed[0]}));
      checks.assertThat(passed[0]).as(head).isBetween(0.78, 0.83);
    }
  }

  @Test
  void clusteredTErrsAboutAsOftenAsItSaysWithFewUnequalClusters(SoftAssertions checks) {
    print("| clusters | effective | alike within | no clusters | C − 1 | CR2 |");
    for (int[] sizes : new int[][] {REPOSITORIES, JUST_DECIDABLE}) {
      for (double correlation : new double[] {0, 0.02, 0.1, 0.3}) {
        double[] passed = clusteredErrors(sizes, correlation, LONG ? 40_000 : 2000);
        double effective =
            new PairedScores(new double[total(sizes)], numbered(sizes)).effectiveClusters();
        String head =
            String.format(
                Locale.ROOT, "| %d | %.1f | %.2f |", sizes.length, effective, correlation);
        print(row(head, passed));
        checks.assertThat(passed[2]).as("%s CR2", head).isBetween(0.03, 0.07);
        if (effective < ClusteredT.LEAST_EFFECTIVE_CLUSTERS) {
          checks.assertThat(passed[1]).as("%s C - 1", head).isGreaterThan(0.07);
        } else {
          checks.assertThat(effective).isLessThan(11);
        }
      }
    }
  }

  /// The share of runs that pass with a candidate just as much worse as the margin, in clusters
  /// whose samples correlate: by the plain t, by the clustered error with C − 1 degrees of freedom,
  /// by CR2.
  private static double[] clusteredErrors(int[] sizes, double correlation, int runs) {
    UniformRandomProvider random = RandomSource.L64_X128_MIX.create(12);
    ContinuousDistribution.Sampler normal = NormalDistribution.of(0, 1).createSampler(random);
    double spread = 0.2;
    int[] clusters = numbered(sizes);
    double[] differences = new double[clusters.length];
    double[] shared = new double[sizes.length];
    TDistribution plain = TDistribution.of(sizes.length - 1.0);
    double[] passed = new double[3];
    for (int run = 0; run < runs; run++) {
      Arrays.setAll(shared, c -> spread * Math.sqrt(correlation) * normal.sample());
      for (int i = 0; i < differences.length; i++) {
        double own = spread * Math.sqrt(1 - correlation) * normal.sample();
        differences[i] = Math.clamp(-0.05 + shared[clusters[i]] + own, -1, 1);
      }
      PairedScores scores = new PairedScores(differences, clusters);
      double z = (scores.mean() + 0.05) / scores.correctedClusteredStandardError();
      passed[0] += PairedT.of(scores).nonInferiority(0.05) < 0.05 ? 1 : 0;
      passed[1] += plain.survivalProbability(z) < 0.05 ? 1 : 0;
      passed[2] += ClusteredT.of(scores).nonInferiority(0.05) < 0.05 ? 1 : 0;
    }
    return shares(passed, runs);
  }

  private static int total(int[] sizes) {
    return Arrays.stream(sizes).sum();
  }

  private static int[] numbered(int[] sizes) {
    return IntStream.range(0, sizes.length)
        .flatMap(c -> IntStream.range(0, sizes[c]).map(i -> c))
        .toArray();
  }

  /// Few pairs differ and most of those by a little, but some are lost altogether: the shape of
  /// scores beside a weaker model.
  @Test
  void fewSkewedScoresNeedMoreThanT(SoftAssertions checks) {
    print("| n | paired t passes | percentile | BCa |");
    for (int n : LONG ? new int[] {50, 100, 300, 1000} : new int[] {50, 100}) {
      double[] passed = skewedErrors(n, LONG ? 10_000 : 80_000 / n);
      print(row(String.format(Locale.ROOT, "| %d |", n), passed));
      checks.assertThat(passed[0]).as("t at n = %d", n).isGreaterThan(n > 100 ? 0.05 : 0.08);
      checks.assertThat(passed[2]).as("BCa at n = %d", n).isLessThan(passed[0]);
    }
  }

  private static double[] skewedErrors(int n, int runs) {
    UniformRandomProvider random = RandomSource.L64_X128_MIX.create(n);
    double[] differences = new double[n];
    double margin = 0.04; // the mean of what is drawn below
    double[] passed = new double[3];
    for (int run = 0; run < runs; run++) {
      for (int i = 0; i < n; i++) {
        int shape = random.nextInt(100);
        differences[i] = shape < 4 ? -1 : shape < 24 ? random.nextDouble(-0.3, 0.3) : 0;
      }
      PairedScores scores = new PairedScores(differences);
      Bootstrap bootstrap = Bootstrap.of(scores, 1999, random);
      passed[0] += PairedT.of(scores).nonInferiority(margin) < 0.05 ? 1 : 0;
      passed[1] += bootstrap.percentile(0.9).low() > -margin ? 1 : 0;
      passed[2] += bootstrap.bca(0.9).low() > -margin ? 1 : 0;
    }
    return shares(passed, runs);
  }

  private static PairTable table(
      BinomialDraw binomial, int n, double discordance, double difference) {
    int discordant = binomial.next(n, discordance);
    int candidateOnly = binomial.next(discordant, (1 + difference / discordance) / 2);
    int both = binomial.next(n - discordant, 0.8);
    return new PairTable(both, discordant - candidateOnly, candidateOnly, n - discordant - both);
  }

  private static PairedScores scores(PairTable table) {
    double[] differences = new double[table.n()];
    for (int i = 0; i < table.discordant(); i++) {
      differences[i] = i < table.candidateOnly() ? 1 : -1;
    }
    return new PairedScores(differences);
  }

  private static double[] shares(double[] counts, int runs) {
    double[] shares = counts.clone();
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= runs;
    }
    return shares;
  }

  private static String row(String head, double[] shares) {
    StringBuilder row = new StringBuilder(head);
    for (double share : shares) {
      row.append(String.format(Locale.ROOT, " %.1f %% |", 100 * share));
    }
    return row.toString();
  }

  private static void print(String line) {
    if (LONG) {
      System.out.println(line);
    }
  }
}
