package dev.polder.chart;

/// A line through the plane.
final class Path {
  private final StringBuilder steps = new StringBuilder();

  Path move(double x, double y) {
    return step('M', x, y);
  }

  Path line(double x, double y) {
    return step('L', x, y);
  }

  /// Half a circle to a place.
  Path arc(double radius, double x, double y) {
    String size = Numbers.length(radius);
    steps.append('A').append(size).append(' ').append(size).append(" 0 1 1 ");
    steps.append(Numbers.length(x)).append(' ').append(Numbers.length(y));
    return this;
  }

  Path close() {
    steps.append('Z');
    return this;
  }

  boolean isEmpty() {
    return steps.isEmpty();
  }

  private Path step(char letter, double x, double y) {
    steps.append(letter).append(Numbers.length(x)).append(' ').append(Numbers.length(y));
    return this;
  }

  @Override
  public String toString() {
    return steps.toString();
  }
}
