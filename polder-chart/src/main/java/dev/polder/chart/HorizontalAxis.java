package dev.polder.chart;

import java.util.List;

/// The axis below a picture: grid, marks, their numbers, and what they mean.
record HorizontalAxis(Axis axis, Scale scale) {
  private static final double GAP = 14;

  /// As many marks as find room for their numbers.
  List<Ticks.Tick> ticks() {
    for (int most = 10; most > 2; most--) {
      List<Ticks.Tick> ticks = axis.ticks(scale.low(), scale.high(), most);
      if (fit(ticks)) {
        return ticks;
      }
    }
    List<Ticks.Tick> few = axis.ticks(scale.low(), scale.high(), 2);
    return fit(few) ? few : few.subList(0, Math.min(1, few.size()));
  }

  private boolean fit(List<Ticks.Tick> ticks) {
    double free = Double.NEGATIVE_INFINITY;
    for (Ticks.Tick tick : ticks) {
      double half = Typeface.width(tick.label(), Style.TICK) / 2;
      double at = scale.at(tick.at());
      if (at - half < free) {
        return false;
      }
      free = at + half + GAP;
    }
    return true;
  }

  /// Draws grid and numbers and tells where what follows below may begin.
  double draw(Svg svg, double top, double bottom) {
    for (Ticks.Tick tick : ticks()) {
      double x = scale.at(tick.at());
      svg.line(x, top, x, bottom, Ink.GRID, 1);
      double half = Typeface.width(tick.label(), Style.TICK) / 2;
      double centre = Math.clamp(x, half + 1, svg.width() - half - 1);
      svg.line(x, bottom, x, bottom + 4, Ink.AXIS, 1);
      svg.text(centre, bottom + 16, Style.TICK, Svg.Anchor.MIDDLE, tick.label());
    }
    svg.line(scale.from(), bottom, scale.to(), bottom, Ink.AXIS, 1);
    return label(svg, bottom + 34);
  }

  private double label(Svg svg, double y) {
    double middle = (scale.from() + scale.to()) / 2;
    double widest = svg.width() - 8;
    double line = y;
    for (String part : Typeface.wrap(Markup.line(axis.label()), Style.AXIS, widest, 2)) {
      double half = Typeface.width(part, Style.AXIS) / 2;
      double centre = Math.clamp(middle, half + 2, Math.max(half + 2, svg.width() - half - 2));
      svg.text(centre, line, Style.AXIS, Svg.Anchor.MIDDLE, part, axis.label());
      line += 15;
    }
    return line - 6;
  }
}
