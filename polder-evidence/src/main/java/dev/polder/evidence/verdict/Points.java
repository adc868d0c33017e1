package dev.polder.evidence.verdict;

import dev.polder.evidence.Estimate;
import java.util.Locale;

/// Shares as people read them in sentences.
final class Points {
  private Points() {}

  /// A difference with its interval, in points of a hundred: `-1.2 points [-3.0, +0.6]`.
  static String difference(Estimate estimate) {
    return String.format(
        Locale.ROOT,
        "%+.1f points [%+.1f, %+.1f]",
        tenths(estimate.value()),
        tenths(estimate.interval().low()),
        tenths(estimate.interval().high()));
  }

  /// Points to one decimal, and never a negative nought.
  private static double tenths(double share) {
    return Math.round(1000 * share) / 10.0;
  }

  /// A share with its interval: `82.0 % [79.0, 85.0]`.
  static String share(Estimate estimate) {
    return String.format(
        Locale.ROOT,
        "%.1f %% [%.1f, %.1f]",
        100 * estimate.value(),
        100 * estimate.interval().low(),
        100 * estimate.interval().high());
  }

  /// A number with one decimal: `3.9`.
  static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /// A number without needless zeros: `5`, `2.5`.
  static String of(double share) {
    double points = Math.round(share * 1e6) / 1e4;
    return points == Math.rint(points)
        ? String.format(Locale.ROOT, "%.0f", points)
        : Double.toString(points);
  }
}
