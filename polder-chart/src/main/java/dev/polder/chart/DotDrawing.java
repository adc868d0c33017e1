package dev.polder.chart;

import dev.polder.chart.DotPlot.Dot;
import dev.polder.chart.DotPlot.Row;
import java.util.ArrayList;
import java.util.List;

/// Draws a [DotPlot].
final class DotDrawing {
  private static final double LINE = 16;

  private final DotPlot plot;
  private final Svg svg;

  DotDrawing(DotPlot plot, int width) {
    this.plot = plot;
    this.svg = new Svg(plot, width);
  }

  String svg() {
    double top = legend();
    double numbers = 0;
    Extent extent = new Extent();
    List<Rows.Label> labels = new ArrayList<>();
    for (Row row : plot.rows()) {
      labels.add(new Rows.Label(row.label(), row.detail(), LINE * row.dots().size()));
      for (Dot dot : row.dots()) {
        numbers = Math.max(numbers, 16 + Typeface.width(numbers(dot), Style.VALUE));
        extent.with(dot.value(), dot.low(), dot.high());
      }
    }
    Rows rows = new Rows(svg.width(), top, labels, Math.ceil(numbers));
    Scale scale = extent.scale(plot.axis(), 0.06, rows.left(), rows.right());
    double y = new HorizontalAxis(plot.axis(), scale).draw(svg, top, rows.bottom());
    rows.draw(svg);
    for (int i = 0; i < plot.rows().size(); i++) {
      List<Dot> dots = plot.rows().get(i).dots();
      for (int k = 0; k < dots.size(); k++) {
        dot(dots.get(k), scale, rows, rows.middle(i) + (k - (dots.size() - 1) / 2.0) * LINE);
      }
    }
    return svg.finish(y + 4);
  }

  private double legend() {
    if (plot.series().size() < 2) {
      return 4;
    }
    List<Legend.Entry> entries = new ArrayList<>();
    for (int i = 0; i < plot.series().size(); i++) {
      int index = i;
      entries.add(
          new Legend.Entry(
              plot.series().get(i),
              (to, x, middle) -> {
                to.line(x, middle, x + 24, middle, Ink.series(index), 2);
                to.mark(Mark.series(index), x + 12, middle, 4.5, Ink.series(index));
              }));
    }
    return new Legend(entries).draw(svg, 0, 0) + 2;
  }

  private void dot(Dot dot, Scale scale, Rows rows, double y) {
    Ink ink = Ink.series(dot.series());
    Mark mark = Mark.series(dot.series());
    Whisker.draw(svg, scale, y, dot.low(), dot.high(), ink);
    if (scale.holds(dot.value())) {
      svg.mark(mark, scale.at(dot.value()), y, 5, ink);
    }
    svg.mark(mark, rows.numbers() + 5, y, 4, ink);
    svg.text(rows.numbers() + 16, y + 4, Style.VALUE, Svg.Anchor.START, numbers(dot));
  }

  private String numbers(Dot dot) {
    return plot.axis().write(dot.value()) + " " + plot.axis().write(dot.low(), dot.high());
  }
}
