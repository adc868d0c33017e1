package dev.polder.chart;

/// Patterns that tell pieces of a bar apart without colour.
enum Hatch {
  NONE,
  RISING,
  FALLING,
  UPRIGHT,
  LEVEL,
  CROSSED;

  private static final double SPACING = 6;

  static Hatch series(int index) {
    return values()[index % values().length];
  }

  /// The pattern's lines within a rectangle.
  Path lines(double x, double y, double wide, double high) {
    Path path = new Path();
    switch (this) {
      case NONE -> {}
      case RISING -> slanted(path, x, y, wide, high, -1);
      case FALLING -> slanted(path, x, y, wide, high, 1);
      case UPRIGHT -> {
        for (double at = first(x); at < x + wide; at += SPACING) {
          path.move(at, y).line(at, y + high);
        }
      }
      case LEVEL -> {
        for (double at = first(y); at < y + high; at += SPACING) {
          path.move(x, at).line(x + wide, at);
        }
      }
      case CROSSED -> {
        slanted(path, x, y, wide, high, -1);
        slanted(path, x, y, wide, high, 1);
      }
    }
    return path;
  }

  /// Lines `px = c + slope * py`, cut to the rectangle.
  private static void slanted(Path path, double x, double y, double wide, double high, int slope) {
    double least = x - Math.max(slope * y, slope * (y + high));
    double most = x + wide - Math.min(slope * y, slope * (y + high));
    for (double c = first(least); c < most; c += SPACING) {
      double atLeft = (x - c) / slope;
      double atRight = (x + wide - c) / slope;
      double top = Math.max(y, Math.min(atLeft, atRight));
      double bottom = Math.min(y + high, Math.max(atLeft, atRight));
      if (bottom - top > 0.5) {
        path.move(c + slope * top, top).line(c + slope * bottom, bottom);
      }
    }
  }

  private static double first(double from) {
    return Math.ceil(from / SPACING) * SPACING;
  }
}
