package dev.polder.evidence.plan;

import dev.polder.evidence.Require;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// What asking each sample several times buys.
///
/// The variance of the mean difference over n samples is (ω² + σ_A²/K_A + σ_B²/K_B)/n: repeats
/// shrink how much one model's answers to the same sample vary, and never how much samples differ
/// from one another. Source: E. Miller, "Adding Error Bars to Evals", arXiv 2411.00640, sections 4
/// and 5. Power is for his two-sided question, is there a difference; for non-inferiority see
/// [SampleSize].
///
/// @param betweenSamples ω², the variance over samples of the expected difference
/// @param ofReference σ_A², the mean variance of the reference's scores on one sample
/// @param referenceRepeats K_A, how often the reference is asked each sample
/// @param ofCandidate σ_B², the mean variance of the candidate's scores on one sample
/// @param candidateRepeats K_B, how often the candidate is asked each sample
public record Repeats(
    double betweenSamples,
    double ofReference,
    int referenceRepeats,
    double ofCandidate,
    int candidateRepeats) {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  public Repeats {
    if (!(betweenSamples >= 0 && ofReference >= 0 && ofCandidate >= 0)) {
      throw new IllegalArgumentException(
          "variances must not be negative: between samples %s, of the reference %s, of the candidate %s"
              .formatted(betweenSamples, ofReference, ofCandidate));
    }
    if (referenceRepeats < 1 || candidateRepeats < 1) {
      throw new IllegalArgumentException(
          "each sample is asked at least once: reference %d times, candidate %d times"
              .formatted(referenceRepeats, candidateRepeats));
    }
  }

  /// The variance of the mean difference over `n` samples.
  public double variance(long n) {
    return perSample() / n;
  }

  /// The least number of samples that shows a difference of this size.
  ///
  /// @param alpha two-sided error, such as 0.05
  /// @param power such as 0.8
  public long samples(double difference, double alpha, double power) {
    if (difference == 0) {
      throw new IllegalArgumentException("no number of samples shows a difference of 0");
    }
    double z = z(alpha, power);
    return Math.max(1, (long) Math.ceil(z * z * perSample() / (difference * difference)));
  }

  /// The smallest difference that `n` samples show.
  ///
  /// @param alpha two-sided error, such as 0.05
  /// @param power such as 0.8
  public double detectable(long n, double alpha, double power) {
    return z(alpha, power) * Math.sqrt(variance(n));
  }

  private double perSample() {
    return betweenSamples + ofReference / referenceRepeats + ofCandidate / candidateRepeats;
  }

  private static double z(double alpha, double power) {
    double tail = (1 - Require.confidence(1 - alpha)) / 2;
    return NORMAL.inverseSurvivalProbability(tail)
        + NORMAL.inverseCumulativeProbability(Require.confidence(power));
  }
}
