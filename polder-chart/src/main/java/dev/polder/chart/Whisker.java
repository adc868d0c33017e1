package dev.polder.chart;

/// An interval as a line with an end at each bound, or an arrow where it goes on outside.
final class Whisker {
  private static final double END = 5;

  private Whisker() {}

  static void draw(Svg svg, Scale scale, double y, double low, double high, Ink ink) {
    if (low > scale.high() || high < scale.low()) {
      return;
    }
    double from = scale.within(low);
    double to = scale.within(high);
    svg.line(from, y, to, y, ink, 2);
    end(svg, from, y, scale.holds(low) ? 0 : 1, ink);
    end(svg, to, y, scale.holds(high) ? 0 : -1, ink);
  }

  private static void end(Svg svg, double x, double y, int back, Ink ink) {
    if (back == 0) {
      svg.line(x, y - END, x, y + END, ink, 2);
    } else {
      double tail = x + back * 6;
      svg.stroke(new Path().move(tail, y - END).line(x, y).line(tail, y + END), ink, 2, "");
    }
  }
}
