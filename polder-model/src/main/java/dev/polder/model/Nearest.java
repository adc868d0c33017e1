package dev.polder.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// The known names that look most like one that nobody knows, to be offered in an error message.
public final class Nearest {
  private static final int OFFERED = 3;

  /// Longer names are no slips of the pen, and comparing them would take long.
  private static final int LONGEST_COMPARED = 200;

  private Nearest() {}

  /// The up to three of `known` that look most like `name`, the likeliest first.
  public static List<String> to(String name, Collection<String> known) {
    if (name.length() > LONGEST_COMPARED) {
      return known.stream().distinct().limit(OFFERED).toList();
    }
    String wanted = name.toLowerCase(Locale.ROOT);
    return known.stream()
        .distinct()
        .sorted(
            Comparator.comparingInt(
                candidate -> distance(candidate.toLowerCase(Locale.ROOT), wanted)))
        .limit(OFFERED)
        .toList();
  }

  /// Levenshtein's edit distance (Soviet Physics Doklady 10, 1966), by rows.
  private static int distance(String one, String other) {
    int[] previous = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[other.length() + 1];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int substituted = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(substituted, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return previous[other.length()];
  }
}
