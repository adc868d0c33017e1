package dev.polder.chart;

/// An interval as a line with an end at each bound, or an arrow where it goes on outside.
final class Whisker {
  private static final double END = 5;

  private Whisker() {}

  static void draw(Svg svg, Scale scale, double y, double low, double high, Ink ink) {
    double from = scale.within(low);
    double to = scale.within(high);
    svg.line(from, y, to, y, ink, 2);
    end(svg, from, y, low < scale.low() ? 1 : low > scale.high() ? -1 : 0, ink);
    end(svg, to, y, high > scale.high() ? -1 : high < scale.low() ? 1 : 0, ink);
  }

  /// An end, or an arrow whose shaft lies `back`: 1 to the right, -1 to the left.
  private static void end(Svg svg, double x, double y, int back, Ink ink) {
    if (back == 0) {
      svg.line(x, y - END, x, y + END, ink, 2);
    } else {
      double tail = x + back * 6;
      svg.stroke(new Path().move(tail, y - END).line(x, y).line(tail, y + END), ink, 2, "");
    }
  }
}
