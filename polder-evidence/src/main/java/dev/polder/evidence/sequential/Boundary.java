package dev.polder.evidence.sequential;

import org.hipparchus.analysis.solvers.BrentSolver;

/// Where the capital of a mixture reaches a threshold.
final class Boundary {
  private static final BrentSolver SOLVER = new BrentSolver(1e-12, 1e-12);
  private static final int STEPS = 500;

  private Boundary() {}

  /// The sum from 0 up at which the capital reaches `1/alpha`.
  ///
  /// @param most what the sum cannot exceed anyway; the answer where the capital stays below
  static double of(Mixture mixture, double v, double alpha, double most) {
    double threshold = -Math.log(Checks.between("alpha", 0, alpha, 1));
    double high = Math.min(most, Math.max(1, v));
    while (mixture.logCapital(high, v) < threshold) {
      if (high >= most) {
        return most;
      }
      high = Math.min(most, 2 * high);
    }
    return root(s -> mixture.logCapital(s, v) - threshold, 0, high);
  }

  /// Where a function that has different signs at both ends is 0.
  static double root(org.hipparchus.analysis.UnivariateFunction f, double low, double high) {
    return SOLVER.solve(STEPS, f, low, high);
  }
}
