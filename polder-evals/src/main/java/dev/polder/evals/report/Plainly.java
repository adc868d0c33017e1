package dev.polder.evals.report;

import java.util.Locale;

/// Shows a text as what it is: nothing in it is markup, and nothing in it stays hidden.
///
/// Control characters, those that turn the direction of writing, and others that no reader sees are
/// shown by their number, because models write them and people would judge a text that they do not
/// see.
final class Plainly {
  private Plainly() {}

  static String text(String text) {
    StringBuilder html = new StringBuilder(text.length() + 16);
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      boolean lineEnd = point == '\r' && i < text.length() && text.charAt(i) == '\n';
      if (!lineEnd) {
        append(html, point);
      }
    }
    return html.toString();
  }

  private static void append(StringBuilder html, int point) {
    switch (point) {
      case '&' -> html.append("&amp;");
      case '<' -> html.append("&lt;");
      case '>' -> html.append("&gt;");
      case '"' -> html.append("&quot;");
      case '\'' -> html.append("&#39;");
      case '\n', '\t' -> html.append((char) point);
      default -> {
        if (hidden(point)) {
          html.append(String.format(Locale.ROOT, "[U+%04X]", point));
        } else {
          html.appendCodePoint(point);
        }
      }
    }
  }

  private static boolean hidden(int point) {
    // They join and part letters of Persian and Indic scripts, and emoji.
    if (point == 0x200C || point == 0x200D) {
      return false;
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> true;
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }
}
