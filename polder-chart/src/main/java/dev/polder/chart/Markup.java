package dev.polder.chart;

/// Text made harmless for XML and HTML.
final class Markup {
  private Markup() {}

  /// A text on one line in which nothing is hidden: whitespace becomes a space; control characters,
  /// halves of characters and those that turn the direction of writing become U+FFFD.
  static String line(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> {
          if (Character.isWhitespace(point)) {
            clean.append(' ');
          } else if (hidden(point)) {
            clean.append('\ufffd');
          } else {
            clean.appendCodePoint(point);
          }
        });
    return clean.toString();
  }

  private static boolean hidden(int point) {
    // They join and part letters of Persian and Indic scripts.
    if (point == 0x200C || point == 0x200D) {
      return false;
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> true;
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }

  /// The same, and without meaning to a parser, in content as in attributes.
  static String escaped(String text) {
    return line(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
