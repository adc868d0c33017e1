package dev.polder.chart;

import dev.polder.chart.Bars.Bar;
import java.util.ArrayList;
import java.util.List;

/// Draws [Bars].
final class BarDrawing {
  private static final double THICK = 20;

  private final Bars bars;
  private final Svg svg;

  BarDrawing(Bars bars, int width) {
    this.bars = bars;
    this.svg = new Svg(bars, width);
  }

  String svg() {
    double top = legend();
    boolean single = bars.series().size() == 1;
    double numbers = 0;
    Extent extent = new Extent().with(0);
    List<Rows.Label> labels = new ArrayList<>();
    for (Bar bar : bars.bars()) {
      labels.add(new Rows.Label(bar.label(), bar.detail(), THICK));
      extent.with(bar.sum());
      if (single) {
        String value = bars.axis().write(bar.sum());
        numbers = Math.max(numbers, Typeface.width(value, Style.VALUE));
      }
    }
    Rows rows = new Rows(svg.width(), top, labels, Math.ceil(numbers));
    // Sums of shares may pass 1 by the last bit.
    Scale scale = extent.scale(bars.axis(), 1e-6, rows.left(), rows.right());
    double y = new HorizontalAxis(bars.axis(), scale).draw(svg, top, rows.bottom());
    rows.draw(svg);
    for (int i = 0; i < bars.bars().size(); i++) {
      bar(bars.bars().get(i), scale, rows.middle(i) - THICK / 2);
      if (single) {
        svg.text(
            rows.numbers(),
            rows.middle(i) + 4,
            Style.VALUE,
            Svg.Anchor.START,
            bars.axis().write(bars.bars().get(i).sum()));
      }
    }
    svg.line(scale.at(0), top, scale.at(0), rows.bottom(), Ink.AXIS, 1);
    return svg.finish(y + 4);
  }

  private double legend() {
    if (bars.series().size() < 2) {
      return 4;
    }
    List<Legend.Entry> entries = new ArrayList<>();
    for (int i = 0; i < bars.series().size(); i++) {
      int index = i;
      entries.add(
          new Legend.Entry(
              bars.series().get(i), (to, x, middle) -> piece(x, middle - 6, 24, 12, index)));
    }
    return new Legend(entries).draw(svg, 0, 0) + 2;
  }

  private void bar(Bar bar, Scale scale, double y) {
    double sum = 0;
    for (int i = 0; i < bar.values().size(); i++) {
      double from = scale.within(sum);
      sum += bar.values().get(i);
      double to = scale.within(sum);
      piece(from, y, to - from, THICK, i);
      if (bars.series().size() > 1) {
        value(bars.axis().write(bar.values().get(i)), from, to, y);
      }
    }
  }

  private void piece(double x, double y, double wide, double high, int series) {
    svg.rectangle(x, y, wide, high, Ink.series(series));
    Path hatch = Hatch.series(series).lines(x, y, wide, high);
    if (!hatch.isEmpty()) {
      svg.stroke(hatch, Ink.PAPER, 1.2, "");
    }
    if (wide > 2) {
      // Neighbours are kept apart by paper.
      svg.line(x + wide, y, x + wide, y + high, Ink.PAPER, 1);
    }
  }

  private void value(String text, double from, double to, double y) {
    double wide = Typeface.width(text, Style.DETAIL) + 8;
    if (to - from < wide + 6) {
      return;
    }
    double middle = (from + to) / 2;
    svg.rectangle(middle - wide / 2, y + 3, wide, THICK - 6, Ink.PAPER);
    svg.text(middle, y + THICK / 2 + 4, Style.DETAIL, Svg.Anchor.MIDDLE, text);
  }
}
