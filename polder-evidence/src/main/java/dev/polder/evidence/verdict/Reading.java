package dev.polder.evidence.verdict;

import dev.polder.evidence.Interval;
import dev.polder.evidence.Verdict;
import java.util.OptionalDouble;

/// What one test says of the mean of a sample beside a threshold.
///
/// @param interval each end a one-sided bound at the declared error rate
/// @param above whether the mean is surely above the threshold
/// @param below whether it is surely below
/// @param p of the one-sided test that the mean is at most the threshold
/// @param effectiveClusters how many groups of equal size would tell as much
record Reading(
    Interval interval, boolean above, boolean below, OptionalDouble p, double effectiveClusters) {
  /// What an interval says, whose ends are one-sided bounds.
  static Reading of(
      Interval interval, double threshold, OptionalDouble p, double effectiveClusters) {
    return new Reading(
        interval, interval.low() > threshold, interval.high() < threshold, p, effectiveClusters);
  }

  /// Nothing is known but the range itself.
  static Reading nothing(Sample sample) {
    return new Reading(
        new Interval(sample.least(), sample.greatest()),
        false,
        false,
        OptionalDouble.empty(),
        sample.n() == 0 ? 0 : sample.effectiveClusters());
  }

  /// The same interval, and nothing said about the threshold.
  Reading silent() {
    return new Reading(interval, false, false, OptionalDouble.empty(), effectiveClusters);
  }

  Verdict verdict() {
    if (above) {
      return Verdict.NON_INFERIOR;
    }
    return below ? Verdict.INFERIOR : Verdict.NOT_DECIDABLE;
  }
}
