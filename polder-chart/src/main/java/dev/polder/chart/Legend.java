package dev.polder.chart;

import java.util.List;

/// What the signs in a picture mean, in lines as wide as there is room.
record Legend(List<Entry> entries) {
  private static final double SAMPLE = 24;
  private static final double LINE = 18;

  /// One sign and its meaning.
  record Entry(String text, Sample sample) {}

  /// Draws a sign into 24 by 12 pixels.
  interface Sample {
    void draw(Svg svg, double x, double middle);
  }

  /// Draws all entries and tells where what follows below may begin.
  double draw(Svg svg, double left, double top) {
    double right = svg.width() - 8;
    double x = left;
    double y = top + 12;
    for (Entry entry : entries) {
      String text = Typeface.cut(Markup.line(entry.text), Style.LEGEND, right - left - SAMPLE - 8);
      double wide = SAMPLE + 8 + Typeface.width(text, Style.LEGEND);
      if (x > left && x + wide > right) {
        x = left;
        y += LINE;
      }
      entry.sample.draw(svg, x, y - 4);
      svg.text(x + SAMPLE + 6, y, Style.LEGEND, Svg.Anchor.START, text, Markup.line(entry.text));
      x += wide + 16;
    }
    return entries.isEmpty() ? top : y + 8;
  }
}
