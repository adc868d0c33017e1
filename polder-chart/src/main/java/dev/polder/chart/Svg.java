package dev.polder.chart;

import static dev.polder.chart.Numbers.length;

/// Writes a picture as text.
///
/// Nothing in it has an identifier, so that several pictures fit on one page; hatches are drawn as
/// lines for the same reason.
final class Svg {
  private final StringBuilder body = new StringBuilder();
  private final Chart chart;
  private final int width;

  Svg(Chart chart, int width) {
    this.chart = chart;
    this.width = width;
  }

  int width() {
    return width;
  }

  /// Where a text stands beside its place.
  enum Anchor {
    START("start"),
    MIDDLE("middle"),
    END("end");

    private final String word;

    Anchor(String word) {
      this.word = word;
    }
  }

  /// A text on one line with its baseline at `y`; it takes up exactly the width that was reckoned
  /// with, whatever the font.
  void text(double x, double y, Style style, Anchor anchor, String text) {
    text(x, y, style, anchor, text, text);
  }

  /// The same, and what was meant shows where the pointer rests.
  void text(double x, double y, Style style, Anchor anchor, String text, String whole) {
    String clean = Markup.line(text);
    if (clean.isBlank()) {
      return;
    }
    body.append("<text x=\"").append(length(x)).append("\" y=\"").append(length(y)).append('"');
    body.append(style.ink().fill());
    body.append(" font-size=\"").append(length(style.size())).append('"');
    if (style.bold()) {
      body.append(" font-weight=\"bold\"");
    }
    if (anchor != Anchor.START) {
      body.append(" text-anchor=\"").append(anchor.word).append('"');
    }
    if (clean.length() > 1) {
      body.append(" textLength=\"").append(length(Typeface.width(clean, style)));
      body.append("\" lengthAdjust=\"spacingAndGlyphs\"");
    }
    body.append('>');
    if (!whole.equals(text)) {
      body.append("<title>").append(Markup.escaped(whole)).append("</title>");
    }
    body.append(Markup.escaped(clean)).append("</text>\n");
  }

  void line(double x1, double y1, double x2, double y2, Ink ink, double thick) {
    line(x1, y1, x2, y2, ink, thick, "");
  }

  void line(double x1, double y1, double x2, double y2, Ink ink, double thick, String dashes) {
    stroke(new Path().move(x1, y1).line(x2, y2), ink, thick, dashes);
  }

  void stroke(Path path, Ink ink, double thick, String dashes) {
    body.append("<path d=\"").append(path).append('"').append(ink.stroke(thick));
    if (!dashes.isEmpty()) {
      body.append(" stroke-dasharray=\"").append(dashes).append('"');
    }
    body.append("/>\n");
  }

  void fill(Path path, Ink ink, double opacity) {
    body.append("<path d=\"").append(path).append('"').append(ink.fill());
    if (opacity < 1) {
      body.append(" fill-opacity=\"").append(length(opacity)).append('"');
    }
    body.append("/>\n");
  }

  void rectangle(double x, double y, double wide, double high, Ink ink) {
    if (wide <= 0 || high <= 0) {
      return;
    }
    body.append("<rect x=\"").append(length(x)).append("\" y=\"").append(length(y));
    body.append("\" width=\"").append(length(wide)).append("\" height=\"").append(length(high));
    body.append('"').append(ink.fill()).append("/>\n");
  }

  /// A mark around a place; a hollow one shows paper within.
  void mark(Mark mark, double x, double y, double radius, Ink ink) {
    Path outline = mark.outline(x, y, radius);
    if (mark.hollow()) {
      fill(outline, Ink.PAPER, 1);
      stroke(outline, ink, 1.8, "");
    } else {
      fill(outline, ink, 1);
    }
  }

  /// The whole picture.
  String finish(double height) {
    String high = length(Math.ceil(height));
    return """
    <svg xmlns="http://www.w3.org/2000/svg" class="polder-chart" role="img" \
    viewBox="0 0 %d %s" width="%d" height="%s" font-family="%s">
    <title>%s</title>
    <desc>%s</desc>
    <rect width="100%%" height="100%%"%s/>
    %s</svg>
    """
        .formatted(
            width,
            high,
            width,
            high,
            Typeface.FAMILY,
            Markup.escaped(chart.title()),
            Markup.escaped(chart.description()),
            Ink.PAPER.fill(),
            body);
  }
}
