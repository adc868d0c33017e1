package dev.polder.evals.score;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The form in which a judge names its grade: one line `GRADE: word`, its last one.
final class Grade {
  private static final String MARK = "GRADE:";

  private Grade() {}

  /// What judges are told about it.
  static String instruction(List<String> words) {
    return "End with one line of exactly this form, and nothing after it:\n%s %s\nwhere the word is one of: %s."
        .formatted(MARK, words.getLast(), String.join(", ", words));
  }

  static String reminder(List<String> words) {
    return "Your answer named no grade in the form asked for. Write one line, nothing else: %s followed by one of: %s."
        .formatted(MARK, String.join(", ", words));
  }

  /// The grade in what a judge said. Two lines of that form, or something after it, are none.
  static Optional<String> in(String said, List<String> words) {
    List<String> lines =
        said.strip().lines().map(line -> line.replaceAll("[*_`]", "").strip()).toList();
    long marked = lines.stream().filter(Grade::isMarked).count();
    if (marked != 1 || !isMarked(lines.getLast())) {
      return Optional.empty();
    }
    String word = lines.getLast().substring(MARK.length()).strip();
    return words.stream().filter(each -> each.equalsIgnoreCase(word)).findFirst();
  }

  private static boolean isMarked(String line) {
    return line.toUpperCase(Locale.ROOT).startsWith(MARK);
  }
}
