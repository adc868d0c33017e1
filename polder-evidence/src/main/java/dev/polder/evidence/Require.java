package dev.polder.evidence;

/// Refuses numbers that no statistic can be made of, naming the number and the remedy.
public final class Require {
  private Require() {}

  /// A two-sided confidence, between 0 and 1, such as 0.90.
  public static double confidence(double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "confidence must lie between 0 and 1, such as 0.90 for 90 %: " + confidence);
    }
    return confidence;
  }

  /// A one-sided error probability, between 0 and one half, such as 0.05.
  public static double alpha(double alpha) {
    if (!(alpha > 0 && alpha < 0.5)) {
      throw new IllegalArgumentException(
          "alpha must lie between 0 and 0.5, such as 0.05 for 5 %: " + alpha);
    }
    return alpha;
  }

  /// A margin, between 0 and 1: 0.05 accepts a loss of five points.
  public static double margin(double margin) {
    if (!(margin > 0 && margin < 1)) {
      throw new IllegalArgumentException(
          "a margin must lie between 0 and 1, such as 0.05 for five points: " + margin);
    }
    return margin;
  }

  /// `successes` of `n` trials.
  public static void trials(int successes, int n) {
    if (n < 1 || successes < 0 || successes > n) {
      throw new IllegalArgumentException(
          "there must be at least one trial and 0 to n successes: " + successes + " of " + n);
    }
  }
}
