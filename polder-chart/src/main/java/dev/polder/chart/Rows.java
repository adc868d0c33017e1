package dev.polder.chart;

import java.util.ArrayList;
import java.util.List;

/// The plan of a picture with labels on the left, a scale in the middle and numbers on the right.
final class Rows {
  private static final double PADDING = 16;
  private static final double GAP = 16;

  private final List<Label> labels;
  private final double left;
  private final double right;
  private final List<Double> edges = new ArrayList<>();

  /// What a row is called.
  ///
  /// @param least how high the row must be for what else it holds
  record Label(String text, String detail, double least) {}

  /// Lays the rows out.
  ///
  /// @param numbers how wide the column on the right must be
  Rows(int width, double top, List<Label> labels, double numbers) {
    this.labels = labels;
    double widest = 0;
    for (Label label : labels) {
      widest = Math.max(widest, Typeface.width(Markup.line(label.text), Style.LABEL));
      widest = Math.max(widest, Typeface.width(Markup.line(label.detail), Style.DETAIL));
    }
    this.left = Math.min(Math.ceil(widest) + 1, Math.floor(width * 0.3)) + GAP;
    this.right = width - (numbers > 0 ? numbers + GAP : GAP);
    double y = top;
    edges.add(y);
    for (Label label : labels) {
      double text = 17 * lines(label).size() + (label.detail.isBlank() ? 0 : 14);
      y += Math.max(text, label.least) + PADDING;
      edges.add(y);
    }
  }

  double left() {
    return left;
  }

  double right() {
    return right;
  }

  double numbers() {
    return right + GAP;
  }

  double top(int row) {
    return edges.get(row);
  }

  double bottom(int row) {
    return edges.get(row + 1);
  }

  double middle(int row) {
    return (top(row) + bottom(row)) / 2;
  }

  double bottom() {
    return edges.getLast();
  }

  void draw(Svg svg) {
    for (int i = 0; i < labels.size(); i++) {
      Label label = labels.get(i);
      List<String> lines = lines(label);
      double high = 17 * lines.size() + (label.detail.isBlank() ? 0 : 14);
      double y = middle(i) - high / 2 + 13;
      boolean cut = lines.size() > 0 && lines.getLast().endsWith("…");
      for (String line : lines) {
        svg.text(0, y, Style.LABEL, Svg.Anchor.START, line, cut ? Markup.line(label.text) : line);
        y += 17;
      }
      String detail = Markup.line(label.detail);
      String shown = Typeface.cut(detail, Style.DETAIL, left - GAP);
      svg.text(0, y - 2, Style.DETAIL, Svg.Anchor.START, shown, detail);
      if (i > 0) {
        svg.line(0, top(i), svg.width(), top(i), Ink.GRID, 1);
      }
    }
  }

  private List<String> lines(Label label) {
    return Typeface.wrap(Markup.line(label.text), Style.LABEL, left - GAP, 2);
  }
}
