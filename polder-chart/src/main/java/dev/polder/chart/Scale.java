package dev.polder.chart;

/// Where values lie along an axis of a picture.
///
/// @param low the value at `from`
/// @param high the value at `to`
/// @param from a place in pixels
/// @param to another; for heights the smaller one
record Scale(double low, double high, double from, double to) {

  double at(double value) {
    return from + (value - low) / (high - low) * (to - from);
  }

  /// The same, and at the edge for what lies beyond.
  double within(double value) {
    return at(Math.clamp(value, low, high));
  }

  boolean holds(double value) {
    return low <= value && value <= high;
  }
}
