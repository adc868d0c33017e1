package dev.polder.evidence.labels;

import dev.polder.evidence.Estimate;
import dev.polder.evidence.Interval;
import dev.polder.evidence.Require;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// A mean that few human labels and many of a judge say together, as surely as if the judge were
/// never trusted: the human labels correct it.
///
/// PPI++ of Angelopoulos, Duchi, Zrnic, "PPI++: efficient prediction-powered inference" (2023,
/// arXiv 2311.01453): mean = lambda·mean(F_u) + mean(Y - lambda·F_l), where Y are the human labels,
/// F_l the judge's of the same samples and F_u the judge's of all others. lambda, the trust in the
/// judge, is what makes the variance smallest, within [0, 1]: with a useless judge it is 0, and
/// what remains is the mean of the human labels. The interval is a normal one; below some 50 human
/// labels it is a little too narrow.
///
/// The samples that people labelled must be drawn at random from all; those that the judge found
/// hard would not do. For a comparison, give the differences (candidate minus reference) that
/// people and the judge saw.
///
/// @param lambda the trust in the judge
/// @param estimate the mean; its n are the human labels
/// @param labelsOnly what the human labels alone would say
public record PredictionPowered(double lambda, Estimate estimate, Estimate labelsOnly) {
  /// The mean of what people would have said of all samples.
  ///
  /// @param labels what people said of some samples, two at least
  /// @param judged what the judge said of the same, in the same order
  /// @param judgedElsewhere what the judge said of the others, two at least
  /// @param confidence of the interval, two-sided, between 0 and 1
  public static PredictionPowered mean(
      double[] labels, double[] judged, double[] judgedElsewhere, double confidence) {
    if (labels.length != judged.length) {
      throw new IllegalArgumentException(
          "each human label needs the judge's of the same sample: "
              + labels.length
              + " labels, "
              + judged.length
              + " judgements");
    }
    if (labels.length < 2 || judgedElsewhere.length < 2) {
      throw new IllegalArgumentException(
          "at least two samples with human labels and two without are needed: "
              + labels.length
              + " and "
              + judgedElsewhere.length);
    }
    Require.confidence(confidence);
    double lambda = trust(labels, judged, judgedElsewhere);
    double[] corrected = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      corrected[i] = labels[i] - lambda * judged[i];
    }
    double value = lambda * mean(judgedElsewhere) + mean(corrected);
    double variance =
        lambda * lambda * variance(judgedElsewhere) / judgedElsewhere.length
            + variance(corrected) / corrected.length;
    return new PredictionPowered(
        lambda,
        estimate(value, variance, labels.length, confidence),
        estimate(mean(labels), variance(labels) / labels.length, labels.length, confidence));
  }

  /// The lambda of the smallest variance, clipped to [0, 1]; 0 where the judge always says the
  /// same.
  private static double trust(double[] labels, double[] judged, double[] judgedElsewhere) {
    double[] all = new double[judged.length + judgedElsewhere.length];
    System.arraycopy(judged, 0, all, 0, judged.length);
    System.arraycopy(judgedElsewhere, 0, all, judged.length, judgedElsewhere.length);
    double share = (double) labels.length / judgedElsewhere.length;
    double best = covariance(labels, judged) / ((1 + share) * variance(all));
    return best > 0 ? Math.min(1, best) : 0; // also where it is not a number
  }

  private static Estimate estimate(double value, double variance, int n, double confidence) {
    double z = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - confidence) / 2);
    double margin = z * Math.sqrt(variance);
    return new Estimate(value, new Interval(value - margin, value + margin), confidence, n);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double variance(double[] values) {
    return covariance(values, values);
  }

  private static double covariance(double[] a, double[] b) {
    double meanA = mean(a);
    double meanB = mean(b);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - meanA) * (b[i] - meanB);
    }
    return sum / (a.length - 1);
  }
}
