package dev.polder.chart;

/// Shapes that can be told apart without colour.
enum Mark {
  CIRCLE(false),
  HOLLOW_SQUARE(true),
  DIAMOND(false),
  HOLLOW_CIRCLE(true),
  SQUARE(false),
  HOLLOW_DIAMOND(true);

  private final boolean hollow;

  Mark(boolean hollow) {
    this.hollow = hollow;
  }

  boolean hollow() {
    return hollow;
  }

  static Mark series(int index) {
    return values()[index % values().length];
  }

  Path outline(double x, double y, double radius) {
    return switch (this) {
      case CIRCLE, HOLLOW_CIRCLE ->
          new Path()
              .move(x - radius, y)
              .arc(radius, x + radius, y)
              .arc(radius, x - radius, y)
              .close();
      case SQUARE, HOLLOW_SQUARE -> {
        double half = radius * 0.88;
        yield new Path()
            .move(x - half, y - half)
            .line(x + half, y - half)
            .line(x + half, y + half)
            .line(x - half, y + half)
            .close();
      }
      case DIAMOND, HOLLOW_DIAMOND -> {
        double half = radius * 1.25;
        yield new Path()
            .move(x - half, y)
            .line(x, y - half)
            .line(x + half, y)
            .line(x, y + half)
            .close();
      }
    };
  }
}
