package dev.polder.engine.chat;

/// Python's `str.strip` and its kin, which templates mean by `trim`.
final class PythonText {
  private PythonText() {}

  static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  static String stripLines(String text) {
    return stripTrailingLines(stripLeadingLines(text));
  }

  static String stripLeadingLines(String text) {
    int start = 0;
    while (start < text.length() && text.charAt(start) == '\n') {
      start++;
    }
    return text.substring(start);
  }

  static String stripTrailingLines(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '\n') {
      end--;
    }
    return text.substring(0, end);
  }

  /// Python strips no-break spaces and NEL, which Java's `strip` keeps.
  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }
}
