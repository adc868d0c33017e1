package dev.polder.chart;

/// What every chart asks of its numbers.
final class Checks {
  private Checks() {}

  static void finite(String what, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("'%s' cannot be drawn at %s".formatted(what, value));
    }
  }

  static void interval(String what, double low, double high) {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "'%s' has no interval from %s to %s".formatted(what, low, high));
    }
  }

  static void index(String what, String where, int index, int size) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException(
          "'%s' names %s %d; there are %d".formatted(where, what, index, size));
    }
  }
}
