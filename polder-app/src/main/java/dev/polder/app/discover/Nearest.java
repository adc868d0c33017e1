package dev.polder.app.discover;

import java.util.Comparator;
import java.util.List;

/// Names that somebody may have meant.
final class Nearest {
  private static final int MOST = 3;

  private Nearest() {}

  /// The few of `names` that take the least typing to come to from `wrong`, nearest first.
  static List<String> to(String wrong, List<String> names) {
    return names.stream()
        .sorted(
            Comparator.comparingInt((String name) -> distance(wrong, name))
                .thenComparing(Comparator.naturalOrder()))
        .limit(MOST)
        .toList();
  }

  /// Levenshtein's: how many characters to insert, leave out or replace.
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
