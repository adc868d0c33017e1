package dev.polder.evidence.sequential;

/// What arguments have to be, with words for those that are not.
final class Checks {
  private Checks() {}

  static double positive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be positive: " + value);
    }
    return value;
  }

  static double between(String name, double low, double value, double high) {
    if (!(low < value && value < high)) {
      throw new IllegalArgumentException(
          name + " must lie between " + low + " and " + high + ": " + value);
    }
    return value;
  }

  /// A difference of two scores in [0, 1].
  static double difference(double value) {
    if (!(-1 <= value && value <= 1)) {
      throw new IllegalArgumentException(
          "a difference must lie in [-1, 1], so scores in [0, 1]: " + value);
    }
    return value;
  }
}
