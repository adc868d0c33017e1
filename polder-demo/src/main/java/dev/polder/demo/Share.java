package dev.polder.demo;

import java.util.Locale;

/// A share of right answers with its 95 % interval.
///
/// The interval is Wilson's score interval (JASA 22, 1927, p. 209): centre (p + z²/2n)/(1 + z²/n),
/// half width z·√(p(1 − p)/n + z²/4n²)/(1 + z²/n), z = 1.95996.
record Share(int right, int of) {
  private static final double Z = 1.959963984540054;

  double low() {
    return bound(-1);
  }

  double high() {
    return bound(1);
  }

  private double bound(int sign) {
    double n = of;
    double p = right / n;
    double spread = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
    return Math.clamp((p + Z * Z / (2 * n) + sign * spread) / (1 + Z * Z / n), 0, 1);
  }

  @Override
  public String toString() {
    return of == 0
        ? "none"
        : String.format(
            Locale.ROOT, "%.2f [%.2f, %.2f], n = %d", right / (double) of, low(), high(), of);
  }
}
