package dev.polder.chart;

import dev.polder.chart.ForestPlot.Row;
import java.util.List;

/// Draws a [ForestPlot].
final class ForestDrawing {
  private static final double HEADER = 24;

  private final ForestPlot plot;
  private final Svg svg;
  private final Rows rows;
  private final Scale scale;

  ForestDrawing(ForestPlot plot, int width) {
    this.plot = plot;
    this.svg = new Svg(plot, width);
    double numbers = 0;
    Extent extent = new Extent().with(0);
    for (Row row : plot.rows()) {
      numbers = Math.max(numbers, Typeface.width(numbers(row), Style.VALUE));
      numbers = Math.max(numbers, 16 + Typeface.width(Markup.line(row.verdict()), style(row)));
      extent.with(row.estimate(), row.low(), row.high());
      row.margin().ifPresent(extent::with);
    }
    List<Rows.Label> labels =
        plot.rows().stream().map(row -> new Rows.Label(row.label(), row.detail(), 34)).toList();
    double top = plot.below().isEmpty() && plot.above().isEmpty() ? 4 : HEADER;
    this.rows = new Rows(width, top, labels, Math.min(Math.ceil(numbers), width * 0.3));
    this.scale = extent.scale(plot.axis(), 0.06, rows.left(), rows.right());
  }

  String svg() {
    for (int i = 0; i < plot.rows().size(); i++) {
      beyond(i, plot.rows().get(i));
    }
    double y = new HorizontalAxis(plot.axis(), scale).draw(svg, rows.top(0), rows.bottom());
    double zero = scale.within(0);
    svg.line(zero, rows.top(0), zero, rows.bottom(), Ink.AXIS, 1.2);
    directions(zero);
    rows.draw(svg);
    for (int i = 0; i < plot.rows().size(); i++) {
      row(i, plot.rows().get(i));
    }
    if (plot.rows().stream().anyMatch(row -> row.margin().isPresent())) {
      y = legend(y + 4);
    }
    return svg.finish(y + 4);
  }

  /// Below zero a margin is the least that will do, above zero the most.
  private void beyond(int i, Row row) {
    if (row.margin().isEmpty()) {
      return;
    }
    double margin = row.margin().getAsDouble();
    double from = margin <= 0 ? scale.from() : scale.within(margin);
    double to = margin <= 0 ? scale.within(margin) : scale.to();
    svg.rectangle(from, rows.top(i), to - from, rows.bottom(i) - rows.top(i), Ink.BEYOND);
  }

  private void directions(double zero) {
    if (!plot.below().isEmpty()) {
      String text = Typeface.cut("← " + Markup.line(plot.below()), Style.DETAIL, zero - 10);
      svg.text(zero - 8, 13, Style.DETAIL, Svg.Anchor.END, text, "← " + Markup.line(plot.below()));
    }
    if (!plot.above().isEmpty()) {
      String whole = Markup.line(plot.above()) + " →";
      String text = Typeface.cut(whole, Style.DETAIL, svg.width() - zero - 10);
      svg.text(zero + 8, 13, Style.DETAIL, Svg.Anchor.START, text, whole);
    }
  }

  private void row(int i, Row row) {
    double y = rows.middle(i);
    row.margin()
        .ifPresent(margin -> {
          double x = scale.within(margin);
          svg.line(x, rows.top(i), x, rows.bottom(i), Ink.FAILED, 1.6, "5 3");
        });
    Ink ink = style(row).ink();
    Whisker.draw(svg, scale, y, row.low(), row.high(), ink);
    if (scale.holds(row.estimate())) {
      svg.mark(mark(row), scale.at(row.estimate()), y, 5.5, ink);
    }
    double x = rows.numbers();
    double room = svg.width() - x;
    String numbers = numbers(row);
    svg.text(
        x, y - 4, Style.VALUE, Svg.Anchor.START, Typeface.cut(numbers, Style.VALUE, room), numbers);
    String verdict = Markup.line(row.verdict());
    if (!verdict.isBlank()) {
      svg.mark(mark(row), x + 5, y + 10, 4, ink);
      String shown = Typeface.cut(verdict, style(row), room - 16);
      svg.text(x + 16, y + 14, style(row), Svg.Anchor.START, shown, verdict);
    }
  }

  private double legend(double y) {
    Legend.Sample sample =
        (to, x, middle) -> to.line(x, middle, x + 24, middle, Ink.FAILED, 1.6, "5 3");
    String text =
        plot.rows().stream().map(Row::margin).distinct().count() == 1
            ? "margin " + plot.axis().write(plot.rows().getFirst().margin().orElseThrow())
            : "margin of the row";
    return new Legend(List.of(new Legend.Entry(text, sample))).draw(svg, rows.left(), y);
  }

  private String numbers(Row row) {
    return plot.axis().write(row.estimate()) + " " + plot.axis().write(row.low(), row.high());
  }

  private static Style style(Row row) {
    return switch (row.mark()) {
      case PASSED -> Style.PASSED;
      case FAILED -> Style.FAILED;
      case OPEN -> Style.OPEN;
    };
  }

  private static Mark mark(Row row) {
    return switch (row.mark()) {
      case PASSED -> Mark.CIRCLE;
      case FAILED -> Mark.DIAMOND;
      case OPEN -> Mark.HOLLOW_SQUARE;
    };
  }
}
