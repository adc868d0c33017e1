package dev.polder.chart;

import java.text.BreakIterator;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How wide a text is, without a font at hand.
///
/// The widths are those that Arial, Helvetica and Liberation Sans share, in thousandths of the type
/// size. Where a reader's machine has none of them, [Svg] has the text squeezed to the width that
/// was reckoned with, so that texts never overlap.
final class Typeface {
  static final String FAMILY = "Arial, 'Liberation Sans', Helvetica, sans-serif";

  private static final int FIRST = 32;
  private static final int[] REGULAR = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584
  };
  private static final int[] BOLD = {
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
    611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
    278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584
  };

  private Typeface() {}

  /// How wide a text is in pixels.
  static double width(String text, Style style) {
    int[] widths = style.bold() ? BOLD : REGULAR;
    String letters = Normalizer.normalize(text, Normalizer.Form.NFD);
    long thousandths = letters.codePoints().mapToLong(point -> width(point, widths)).sum();
    return thousandths * style.size() / 1000;
  }

  private static int width(int point, int[] widths) {
    if (point >= FIRST && point < FIRST + widths.length) {
      return widths[point - FIRST];
    }
    return switch (point) {
      case '\u00a0' -> 278;
      case '\u00b7', '\u2018', '\u2019', '\u201a' -> 278;
      case '\u2013', '\u20ac', '\u00a3' -> 556;
      case '\u2014', '\u2026', '\u2190', '\u2192', '\u2122' -> 1000;
      case '\u2212', '\u00b1', '\u00d7', '\u2248', '\u2264', '\u2265' -> 584;
      case '\u201c', '\u201d', '\u201e', '\u2010', '\u2011' -> 333;
      case '\u0131', '\u0142' -> 278;
      default -> otherWidth(point);
    };
  }

  private static int otherWidth(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> point >= 0x1100 ? 1000 : Character.isUpperCase(point) ? 760 : 640;
    };
  }

  /// A text in lines that are at most so wide; what does not fit in the last line is cut and ends
  /// in an ellipsis. Lines break at spaces, else after hyphens and their like, else anywhere.
  static List<String> wrap(String text, Style style, double width, int lines) {
    List<String> wrapped = new ArrayList<>();
    String rest = text.strip();
    while (!rest.isEmpty()) {
      if (wrapped.size() == lines - 1 || width(rest, style) <= width) {
        wrapped.add(cut(rest, style, width));
        return wrapped;
      }
      int end = lineEnd(rest, style, width);
      wrapped.add(rest.substring(0, end).strip());
      rest = rest.substring(end).strip();
    }
    return wrapped;
  }

  private static int lineEnd(String text, Style style, double width) {
    int fits = 0;
    int afterSpace = 0;
    int afterHyphen = 0;
    for (int end : graphemes(text)) {
      if (width(text.substring(0, end).stripTrailing(), style) > width) {
        break;
      }
      fits = end;
      char last = text.charAt(end - 1);
      if (last == ' ') {
        afterSpace = end;
      } else if (last == '-' || last == '/' || last == '_' || last == ':') {
        afterHyphen = end;
      }
    }
    // Half a line is worth more than a word kept whole.
    if (afterSpace * 2 >= fits && afterSpace > 0) {
      return afterSpace;
    }
    return afterHyphen * 2 >= fits && afterHyphen > 0 ? afterHyphen : Math.max(fits, 1);
  }

  /// A text that is at most so wide; what was cut off is told by an ellipsis.
  static String cut(String text, Style style, double width) {
    if (width(text, style) <= width) {
      return text;
    }
    String best = "…";
    for (int end : graphemes(text)) {
      String shorter = text.substring(0, end).stripTrailing() + "…";
      if (width(shorter, style) > width) {
        return best;
      }
      best = shorter;
    }
    return best;
  }

  private static List<Integer> graphemes(String text) {
    BreakIterator marks = BreakIterator.getCharacterInstance(Locale.ROOT);
    marks.setText(text);
    List<Integer> ends = new ArrayList<>();
    marks.first();
    for (int end = marks.next(); end != BreakIterator.DONE; end = marks.next()) {
      ends.add(end);
    }
    return ends;
  }
}
