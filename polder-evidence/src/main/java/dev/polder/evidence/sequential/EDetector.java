package dev.polder.evidence.sequential;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Watches a difference that was good enough, and raises an alarm when its mean has fallen below
/// `-margin`.
///
/// It is a sum of betting capitals (see `Capital`), one begun before every sample, so that a fall
/// is noticed whenever it begins: M(t) = (M(t-1) + s(t)) · (1 + f·(-margin - d)/(1 + margin)),
/// averaged over gamblers of different stakes f. This is the Shiryaev–Roberts e-detector of Shin,
/// Ramdas, Rinaldo, "E-detectors: a nonparametric framework for sequential change detection", New
/// England Journal of Statistics in Data Science 2 (2023); its CUSUM form is never larger at the
/// same threshold, so never faster. Of the differences it asks only that they lie in [-1, 1] and
/// that their mean, whatever came before, is at least `-margin` as long as all is well.
///
/// What is promised of false alarms depends on what every new capital starts with:
/// - [Promise#AVERAGE_RUN_LENGTH], s = 1: while all is well, there are `threshold` samples on
///   average until a false alarm, or more;
/// - [Promise#EVER], s = 1/(t(t + 1)), which sums up to 1: ever a false alarm with probability
///   `1/threshold` at most. Slower the longer all went well, as a later start has a smaller
///   capital.
///
/// Immutable, and nothing but its numbers: stored and read again, it goes on where it was. To watch
/// scores against a floor where no reference can be had, give it score minus floor and margin 0.
///
/// @param margin the loss that is accepted, 0 or more and below 1
/// @param threshold above 1; at which evidence the alarm is raised
/// @param seen how many differences were seen
/// @param capitals of the gamblers; their mean is the evidence
/// @param alarmAt how many had been seen when the alarm was raised; 0 while it was not
public record EDetector(
    double margin,
    Promise promise,
    double threshold,
    long seen,
    List<Double> capitals,
    long alarmAt) {
  /// What is staked of each capital, against small falls and large ones. The best stake is about
  /// the fall below the margin divided by the variance.
  private static final double[] STAKES = {0.05, 0.1, 0.2, 0.4, 0.8};

  /// What is promised about false alarms.
  public enum Promise {
    /// So many samples until one, on average.
    AVERAGE_RUN_LENGTH,
    /// A probability that there is ever one.
    EVER
  }

  /// Checks and copies.
  public EDetector {
    if (!(0 <= margin && margin < 1)) {
      throw new IllegalArgumentException("a margin must lie in [0, 1): " + margin);
    }
    if (!(threshold > 1)) {
      throw new IllegalArgumentException("an alarm's threshold must be above 1: " + threshold);
    }
    if (capitals.size() != STAKES.length || seen < 0 || alarmAt < 0 || alarmAt > seen) {
      throw new IllegalArgumentException(
          "no state of a detector of this version: " + capitals + " after " + seen);
    }
    capitals = List.copyOf(capitals);
  }

  /// A false alarm once in `averageRunLength` samples on average, or more rarely.
  public static EDetector withRunLength(double margin, double averageRunLength) {
    return fresh(margin, Promise.AVERAGE_RUN_LENGTH, averageRunLength);
  }

  /// Ever a false alarm with probability `alpha` at most.
  public static EDetector withProbability(double margin, double alpha) {
    return fresh(margin, Promise.EVER, 1 / Checks.between("alpha", 0, alpha, 1));
  }

  private static EDetector fresh(double margin, Promise promise, double threshold) {
    return new EDetector(margin, promise, threshold, 0, Collections.nCopies(STAKES.length, 0.0), 0);
  }

  /// With one difference more, candidate minus reference. After an alarm nothing changes any more
  /// but the count: the detector has done its work, and [#renewed] starts another.
  public EDetector after(double difference) {
    double gain = (-margin - Checks.difference(difference)) / (1 + margin);
    long now = seen + 1;
    if (alarm()) {
      return new EDetector(margin, promise, threshold, now, capitals, alarmAt);
    }
    double start =
        switch (promise) {
          case AVERAGE_RUN_LENGTH -> 1;
          case EVER -> 1 / ((double) now * (now + 1));
        };
    List<Double> after = new ArrayList<>(STAKES.length);
    double sum = 0;
    for (int k = 0; k < STAKES.length; k++) {
      double capital = (capitals.get(k) + start) * (1 + STAKES[k] * gain);
      after.add(capital);
      sum += capital;
    }
    boolean alarm = sum / STAKES.length >= threshold;
    return new EDetector(margin, promise, threshold, now, after, alarm ? now : 0);
  }

  /// Whether the alarm has been raised, with the last difference or earlier.
  public boolean alarm() {
    return alarmAt > 0;
  }

  /// How far the evidence is on its way to an alarm: from 0, at 1 it is raised.
  public double level() {
    double sum = 0;
    for (double capital : capitals) {
      sum += capital;
    }
    return sum / STAKES.length / threshold;
  }

  /// The same watch from its beginning, as after an alarm that was dealt with.
  public EDetector renewed() {
    return fresh(margin, promise, threshold);
  }
}
