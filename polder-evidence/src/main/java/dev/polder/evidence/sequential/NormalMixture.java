package dev.polder.evidence.sequential;

import static java.lang.Math.log;
import static java.lang.Math.sqrt;

/// Bets of both signs, their sizes normal with variance `1/rho`.
record NormalMixture(double rho) implements Mixture {
  NormalMixture {
    Checks.positive("rho", rho);
  }

  /// The `rho` whose boundary is about lowest at `v` (Howard et al. 2021, section 3.5).
  static double rho(double v, double alpha) {
    Checks.positive("the intrinsic time to tune for", v);
    Checks.between("alpha", 0, alpha, 1);
    double twice = 2 * log(1 / alpha);
    return v / (twice + log(1 + twice));
  }

  @Override
  public double logCapital(double s, double v) {
    return 0.5 * log(rho / (v + rho)) + s * s / (2 * (v + rho));
  }

  @Override
  public double boundary(double v, double alpha) {
    return sqrt((v + rho) * log((v + rho) / (rho * alpha * alpha)));
  }
}
