package dev.polder.chart;

/// A picture of numbers that can always be had as the numbers too.
///
/// The picture is SVG without scripts, identifiers or inline styles: what it looks like is said by
/// presentation attributes, so it stands alone as a file, several fit on one page, and a strict
/// content-security policy refuses nothing. A page that carries [#stylesheet()] shows it in the
/// colours of a dark screen too. The same chart gives the same text everywhere.
public sealed interface Chart permits ForestPlot, DotPlot, Bars, StepCurve, Lines, Histogram {

  /// How wide a picture is unless told otherwise, in pixels: legible on a page of A4, at ease on a
  /// screen.
  int WIDTH = 760;

  /// What the picture shows, in a few words.
  String title();

  /// What there is to see, for those who cannot see it; empty if the title says it all.
  String description();

  /// The numbers behind the picture.
  Table table();

  /// The picture, [#WIDTH] wide.
  default String svg() {
    return svg(WIDTH);
  }

  /// The picture as wide as told, in pixels, and as high as it needs.
  ///
  /// @param width between 320 and 4000
  default String svg(int width) {
    if (width < 320 || width > 4000) {
      throw new IllegalArgumentException(
          "a chart cannot be %d pixels wide; 320 to 4000 are possible".formatted(width));
    }
    return switch (this) {
      case ForestPlot plot -> new ForestDrawing(plot, width).svg();
      case DotPlot plot -> new DotDrawing(plot, width).svg();
      case Bars bars -> new BarDrawing(bars, width).svg();
      case StepCurve curve -> new StepDrawing(curve, width).svg();
      case Lines lines -> new LineDrawing(lines, width).svg();
      case Histogram histogram -> new HistogramDrawing(histogram, width).svg();
    };
  }

  /// The numbers as CSV, to be downloaded.
  default String csv() {
    return table().csv();
  }

  /// An HTML `figure`: caption, picture, the numbers as a table to be unfolded, and links under
  /// which picture and numbers are downloaded without a server.
  default String figure() {
    return Figure.html(this);
  }

  /// The style rules of charts and figures, for the one stylesheet of a page.
  static String stylesheet() {
    return Stylesheet.TEXT;
  }
}
