package dev.polder.evidence.paired;

import dev.polder.evidence.Interval;
import dev.polder.evidence.Require;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// Tango's score test for the difference of two shares of right answers on the same samples, and
/// the interval that goes with it: what decides non-inferiority for right-or-wrong answers without
/// clusters.
///
/// A score test asks how far the difference seen lies from a supposed difference D, in standard
/// errors *as they would be if D were true*. That is why it holds where the plain standard error
/// breaks down: with few discordant pairs, or none, in which case the interval still has a width.
///
/// With b pairs that only the candidate has right, c that only the reference has right, and q the
/// likeliest probability of the latter under D,
///
/// ```
/// q    = (√(B² − 4AC) − B) / 2A    A = 2n    B = −b − c + (2n − b + c)D    C = −cD(1 − D)
/// z(D) = (b − c − nD) / √(n(2q + D(1 − D)))
/// ```
///
/// Source: T. Tango, Statistics in Medicine 17 (1998) 891–908; the closed form of q is his. The
/// interval is {D : |z(D)| ≤ z}, found by bisection, to within 1e-13 and never too narrow.
public final class Tango {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
  private static final double TOLERANCE = 1e-13;

  private Tango() {}

  /// The interval of the difference candidate minus reference.
  ///
  /// @param confidence two-sided, between 0 and 1
  public static Interval interval(PairTable table, double confidence) {
    double z = NORMAL.inverseSurvivalProbability((1 - Require.confidence(confidence)) / 2);
    return new Interval(-upperBound(table.swapped(), z), upperBound(table, z));
  }

  /// The probability of seeing a candidate this good, or better, if it were truly worse by exactly
  /// `margin`. Below alpha: non-inferior; just then the lower bound of the 1 − 2·alpha interval
  /// lies above −`margin`.
  ///
  /// @param margin the loss of quality that is accepted, between 0 and 1
  public static double nonInferiority(PairTable table, double margin) {
    return NORMAL.survivalProbability(score(table, -Require.margin(margin)));
  }

  private static double upperBound(PairTable table, double z) {
    double within = table.difference();
    double beyond = 1;
    while (beyond - within > TOLERANCE) {
      double middle = (within + beyond) / 2;
      if (score(table, middle) >= -z) {
        within = middle;
      } else {
        beyond = middle;
      }
    }
    return beyond;
  }

  /// z(D): it falls as D grows. Infinite where the pairs seen are impossible under D.
  static double score(PairTable table, double supposed) {
    if (supposed < 0) {
      // Seen from the other side, so that no difference of nearly equal numbers is taken below.
      return -score(table.swapped(), -supposed);
    }
    double n = table.n();
    double b = table.candidateOnly();
    double c = table.referenceOnly();
    double distance = b - c - n * supposed;
    if (distance == 0) {
      return 0;
    }
    double q = likeliestReferenceOnly(n, b, c, supposed);
    return distance / Math.sqrt(n * (2 * q + supposed * (1 - supposed)));
  }

  private static double likeliestReferenceOnly(double n, double b, double c, double supposed) {
    double a2 = 4 * n;
    double linear = -b - c + (2 * n - b + c) * supposed;
    double constant = -c * supposed * (1 - supposed);
    double root = Math.sqrt(linear * linear - 2 * a2 * constant);
    // Two forms of the same root; each subtracts nothing where it is used.
    return linear > 0 ? -2 * constant / (root + linear) : (root - linear) / a2;
  }
}
