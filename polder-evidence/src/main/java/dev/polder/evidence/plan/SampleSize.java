package dev.polder.evidence.plan;

import dev.polder.evidence.Estimate;
import dev.polder.evidence.Require;
import dev.polder.evidence.paired.PairTable;
import dev.polder.evidence.proportion.Wilson;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// How many pairs a non-inferiority comparison takes, and what chance of a verdict so many give.
///
/// n = (z_α + z_β)² (p10 + p01 − d²) / (d + m)² × design effect, where d is the true difference, m
/// the margin, and p10 + p01 the discordance. The size grows with the inverse square of d + m: a
/// candidate that is a little worse than the reference needs many more pairs than one that is as
/// good.
///
/// For scores in 0 to 1 the discordance is the mean of the squared difference
/// ([PairedScores#meanSquare][dev.polder.evidence.paired.PairedScores#meanSquare]), which for
/// right-or-wrong answers is the share of discordant pairs.
///
/// @param margin the loss of quality that is accepted, between 0 and 1
/// @param alpha the one-sided error, such as 0.05
/// @param power the chance of the verdict *non-inferior* if the difference is as supposed, such as
///   0.8
/// @param discordance the share of pairs in which only one is right
/// @param difference the true difference supposed, candidate minus reference; above −margin
/// @param designEffect how many times more samples clusters make necessary, 1 without
///   ([DesignEffect])
public record SampleSize(
    double margin,
    double alpha,
    double power,
    double discordance,
    double difference,
    double designEffect) {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  public SampleSize {
    Require.margin(margin);
    Require.alpha(alpha);
    if (!(power > alpha && power < 1)) {
      throw new IllegalArgumentException(
          "power must lie between alpha and 1, such as 0.80 for 80 %: " + power);
    }
    if (!(difference > -margin && difference <= 1)) {
      throw new IllegalArgumentException(
          "no number of pairs shows non-inferiority if the true difference %s is not above minus the margin %s"
              .formatted(difference, margin));
    }
    if (!(discordance > 0 && discordance <= 1 && discordance >= Math.abs(difference))) {
      throw new IllegalArgumentException(
          "discordance must lie above 0, up to 1, and not below the difference %s: %s"
              .formatted(difference, discordance));
    }
    if (!(designEffect > 0 && designEffect < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a design effect must be a positive number, 1 without clusters: " + designEffect);
    }
  }

  /// The usual question: 5 % error, 80 % power, a candidate truly as good as the reference, no
  /// clusters.
  public static SampleSize of(double margin, double discordance) {
    return new SampleSize(margin, 0.05, 0.8, discordance, 0, 1);
  }

  /// The discordance that a pilot shows, with its 80 % Wilson interval: a plan that takes the upper
  /// end is too small in one case of ten. A pilot without a discordant pair does not show that
  /// there are none.
  public static Estimate discordanceOf(PairTable pilot) {
    int n = pilot.n();
    return new Estimate(
        pilot.discordant() / (double) n, Wilson.interval(pilot.discordant(), n, 0.8), 0.8, n);
  }

  /// The same question with another one-sided error.
  public SampleSize withAlpha(double alpha) {
    return new SampleSize(margin, alpha, power, discordance, difference, designEffect);
  }

  /// The same question with another power.
  public SampleSize withPower(double power) {
    return new SampleSize(margin, alpha, power, discordance, difference, designEffect);
  }

  /// The same question for another true difference.
  public SampleSize withDifference(double difference) {
    return new SampleSize(margin, alpha, power, discordance, difference, designEffect);
  }

  /// The same question for samples in clusters.
  public SampleSize withDesignEffect(double designEffect) {
    return new SampleSize(margin, alpha, power, discordance, difference, designEffect);
  }

  /// The least number of pairs that has the power asked for.
  public long pairs() {
    double z = z(alpha) + z(1 - power);
    double reach = difference + margin;
    return Math.max(1, (long) Math.ceil(z * z * variance() / (reach * reach) * designEffect));
  }

  /// The chance of the verdict *non-inferior* with `n` pairs, if the difference is as supposed.
  public double powerWith(long n) {
    if (n < 1) {
      throw new IllegalArgumentException("a comparison needs at least one pair: " + n);
    }
    double distance = (difference + margin) / Math.sqrt(variance() * designEffect / n);
    return NORMAL.cumulativeProbability(distance - z(alpha));
  }

  private double variance() {
    return discordance - difference * difference;
  }

  private static double z(double tail) {
    return NORMAL.inverseSurvivalProbability(tail);
  }
}
