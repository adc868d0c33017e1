package dev.polder.evidence.verdict;

import java.util.random.RandomGenerator;

/// The test of few scores that a verdict rests on, for whoever asks it very often: whether the
/// worst-case bootstrap shows that a mean difference is above −margin.
///
/// It decides as a fixed-n [Declaration] over so many scores does, from the same draws. The random
/// numbers, some tens of megabytes, are drawn once and kept as long as this is; and a test stops at
/// the draw at which nothing can be shown any more. For one thread.
public final class FewScores {
  private static final int DRAWS = WorstCaseBootstrap.USUAL_DRAWS;

  private final double margin;
  private final int mostBelow;
  private double[] weights = {};

  /// A test at a one-sided error rate of `alpha`.
  ///
  /// @param margin the loss that is accepted
  public FewScores(double margin, double alpha) {
    this.margin = margin;
    this.mostBelow = (int) Math.floor(alpha * (DRAWS + 1)) - 1;
  }

  /// Whether `differences`, each from −1 to 1, show it.
  public boolean nonInferior(double[] differences) {
    int n = differences.length;
    draw(n);
    double[] above = new double[n + 1]; // the margin: the imagined worst one, then each
    above[0] = -1 + margin;
    for (int i = 0; i < n; i++) {
      above[i + 1] = differences[i] + margin;
    }
    int below = 0;
    for (int start = 0; start < DRAWS * (n + 1); start += n + 1) {
      if (sum(start, above) <= 0 && ++below > mostBelow) {
        return false;
      }
    }
    return mostBelow >= 0;
  }

  /// In four sums side by side, which do not wait for each other: most of the time goes here.
  private double sum(int start, double[] above) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < above.length; i += 4) {
      a += weights[start + i] * above[i];
      b += weights[start + i + 1] * above[i + 1];
      c += weights[start + i + 2] * above[i + 2];
      d += weights[start + i + 3] * above[i + 3];
    }
    for (; i < above.length; i++) {
      a += weights[start + i] * above[i];
    }
    return a + b + c + d;
  }

  /// All tests read one stream from its beginning, as a verdict's does.
  private void draw(int n) {
    int many = DRAWS * (n + 1);
    if (weights.length < many) {
      RandomGenerator random = WorstCaseBootstrap.stream();
      weights = new double[many];
      for (int i = 0; i < many; i++) {
        weights[i] = random.nextExponential();
      }
    }
  }
}
