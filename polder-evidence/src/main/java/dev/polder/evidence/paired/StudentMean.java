package dev.polder.evidence.paired;

import dev.polder.evidence.Interval;
import dev.polder.evidence.Require;
import org.apache.commons.statistics.distribution.TDistribution;

/// A mean difference in -1 to 1 whose error follows Student's t distribution.
///
/// Two cases in which t would speak nonsense are caught here. Of a single unit nothing is known
/// about its spread: the error is infinite, the interval is all of -1 to 1, p is 1. And where all
/// units agree the error is 0, as if two equal answers proved something: then the bound is the
/// exact one for the worst that may hide unseen, some units with a difference of -1 (or 1). If
/// their share is s, none of k units shows it with probability (1 − s)^k; k = 59 are needed to rule
/// out a loss of 5 points with 5 % error.
///
/// @param standardError infinite with a single unit
/// @param units how many independent units the mean rests on: samples, or effective clusters
record StudentMean(double mean, double standardError, double degreesOfFreedom, double units) {
  /// Below this an error is the rounding of sums, not a spread.
  private static final double NO_SPREAD = 1e-12;

  Interval interval(double confidence) {
    double tail = (1 - Require.confidence(confidence)) / 2;
    if (Double.isInfinite(standardError)) {
      return new Interval(-1, 1);
    }
    if (standardError < NO_SPREAD) {
      double unseen = 1 - Math.pow(tail, 1 / units);
      return new Interval(
          Math.max(-1, mean - (1 + mean) * unseen), Math.min(1, mean + (1 - mean) * unseen));
    }
    double reach =
        TDistribution.of(degreesOfFreedom).inverseSurvivalProbability(tail) * standardError;
    return new Interval(Math.clamp(mean - reach, -1, 1), Math.clamp(mean + reach, -1, 1));
  }

  double nonInferiority(double margin) {
    Require.margin(margin);
    if (Double.isInfinite(standardError)) {
      return 1;
    }
    if (standardError < NO_SPREAD) {
      return mean <= -margin ? 1 : Math.pow((1 - margin) / (1 + mean), units);
    }
    return TDistribution.of(degreesOfFreedom).survivalProbability((mean + margin) / standardError);
  }
}
