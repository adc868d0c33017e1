package dev.polder.evidence.sequential;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// How long a detector takes to notice a fall, measured by letting it watch many made-up ones.
///
/// @param runs how many falls were watched
/// @param falseAlarms the share of runs whose alarm came before the fall
/// @param median samples from the fall to the alarm in half of the other runs; infinite where that
///   is beyond what was watched
/// @param ninetieth the same, in nine of ten
public record DetectionDelay(int runs, double falseAlarms, double median, double ninetieth) {
  /// Differences of right and wrong answers: -1, 0 or 1.
  ///
  /// @param mean of the differences
  /// @param discordance the share of pairs of which exactly one is right
  public record Stream(double mean, double discordance) {
    /// Checks that there are such differences.
    public Stream {
      if (!(Math.abs(mean) <= discordance && discordance <= 1)) {
        throw new IllegalArgumentException(
            "with " + discordance + " discordant pairs the mean cannot be " + mean);
      }
    }

    double next(RandomGenerator random) {
      double u = random.nextDouble();
      if (u >= discordance) {
        return 0;
      }
      return u < (discordance + mean) / 2 ? 1 : -1;
    }
  }

  /// Watches `runs` streams of `goodSamples` that are well followed by at most `badSamples` that
  /// are not.
  ///
  /// @param detector fresh, or as it stands now
  public static DetectionDelay measure(
      EDetector detector,
      Stream good,
      int goodSamples,
      Stream bad,
      int badSamples,
      int runs,
      RandomGenerator random) {
    double[] delays = new double[runs];
    int seen = 0;
    for (int run = 0; run < runs; run++) {
      EDetector before = watch(detector, good, goodSamples, random);
      if (before.alarm()) {
        continue;
      }
      EDetector after = watch(before, bad, badSamples, random);
      delays[seen++] = after.alarm() ? after.alarmAt() - before.seen() : Double.POSITIVE_INFINITY;
    }
    double[] sorted = Arrays.copyOf(delays, seen);
    Arrays.sort(sorted);
    return new DetectionDelay(
        runs, (runs - seen) / (double) runs, quantile(sorted, 0.5), quantile(sorted, 0.9));
  }

  private static EDetector watch(
      EDetector detector, Stream stream, int samples, RandomGenerator random) {
    EDetector now = detector;
    for (int i = 0; i < samples && !now.alarm(); i++) {
      now = now.after(stream.next(random));
    }
    return now;
  }

  private static double quantile(double[] sorted, double share) {
    return sorted.length == 0
        ? Double.POSITIVE_INFINITY
        : sorted[(int) Math.ceil(share * sorted.length) - 1];
  }
}
