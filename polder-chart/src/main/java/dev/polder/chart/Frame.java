package dev.polder.chart;

import java.util.List;

/// The plan of a picture with an axis below and one at the left: legend, grid, numbers.
final class Frame {
  private static final double HIGH = 240;
  private static final double RIGHT = 20;

  private final Scale x;
  private final Scale y;
  private final HorizontalAxis horizontal;
  private final double below;

  /// Draws all that lies behind the numbers.
  ///
  /// @param least how much room the left needs at least
  Frame(Svg svg, Axis xAxis, Extent xs, Axis yAxis, Extent ys, Legend legend, double least) {
    double top = 14;
    for (String line : Typeface.wrap(Markup.line(yAxis.label()), Style.AXIS, svg.width() - 4, 2)) {
      svg.text(0, top, Style.AXIS, Svg.Anchor.START, line, yAxis.label());
      top += 16;
    }
    top = legend.draw(svg, 0, top - 6) + 8;
    this.y = ys.scale(yAxis, 0.05, top + HIGH, top);
    List<Ticks.Tick> ticks = yAxis.ticks(y.low(), y.high(), 6);
    double numbers =
        ticks.stream()
            .mapToDouble(tick -> Typeface.width(tick.label(), Style.TICK))
            .max()
            .orElse(0);
    double left = Math.max(Math.ceil(numbers) + 10, least);
    this.x = xs.scale(xAxis, 0.02, left, svg.width() - RIGHT);
    for (Ticks.Tick tick : ticks) {
      double at = y.at(tick.at());
      svg.line(left, at, x.to(), at, Ink.GRID, 1);
      svg.text(left - 8, at + 4, Style.TICK, Svg.Anchor.END, tick.label());
    }
    this.horizontal = new HorizontalAxis(xAxis, x);
    this.below = horizontal.draw(svg, top, top + HIGH);
  }

  Scale x() {
    return x;
  }

  Scale y() {
    return y;
  }

  double top() {
    return y.to();
  }

  double bottom() {
    return y.from();
  }

  /// Where what follows below may begin.
  double below() {
    return below;
  }

  List<Ticks.Tick> ticks() {
    return horizontal.ticks();
  }

  /// The sign of a line with a band.
  static Legend.Sample lineSample(int series) {
    return (svg, x, middle) ->
        svg.line(x, middle, x + 24, middle, Ink.series(series), 2.2, dashes(series));
  }

  /// Lines that can be told apart without colour.
  static String dashes(int series) {
    return switch (series % 4) {
      case 0 -> "";
      case 1 -> "7 4";
      case 2 -> "2 3";
      default -> "9 3 2 3";
    };
  }
}
