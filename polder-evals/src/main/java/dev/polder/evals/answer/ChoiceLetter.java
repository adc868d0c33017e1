package dev.polder.evals.answer;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the letter that an answer to a multiple-choice question chooses, however it is dressed:
/// `B`, `(b)`, `B) Paris`, `**Answer: (B)**`, `\boxed{B}`, `Die richtige Antwort ist B.`
///
/// What is said last counts. `A or B` chooses nothing. A letter in the middle of prose is no
/// choice: English has the word `A`.
public final class ChoiceLetter {
  private static final String WORDS =
      "(?:answer|choice|option|antwort|lösung|antwoord|keuze|réponse|reponse|choix|respuesta)";
  private static final String LINK =
      "(?:\\s+(?:is|are|ist|lautet|wäre|luidt|est|would be|should be|es))?";

  private final Pattern alone;
  private final Pattern leading;
  private final Pattern boxed;
  private final Pattern stated;
  private final Pattern bracketed;
  private final Pattern another;

  /// @param letters those that can be chosen, in capitals, such as `ABCD`
  public ChoiceLetter(String letters) {
    if (!letters.matches("[A-Z]{2,26}")) {
      throw new IllegalArgumentException("'" + letters + "' are not two to 26 capital letters");
    }
    String capital = "[" + letters + "]";
    String either = "[" + letters + letters.toLowerCase(Locale.ROOT) + "]";
    alone = Pattern.compile("[(\\[{]?(" + either + ")[)\\]}]?[.:,;!]?");
    leading =
        Pattern.compile(
            "(?:[(\\[]("
                + either
                + ")[)\\]]|("
                + capital
                + ")[).:\\]]|("
                + capital
                + ")\\s+[-–—])(?:\\s.*)?",
            Pattern.DOTALL);
    boxed = Pattern.compile("\\\\boxed\\{\\s*(?:\\\\text\\{)?\\s*\\(?(" + either + ")\\)?\\s*\\}");
    String open =
        "(?:[(\\[{]("
            + either
            + ")[)\\]}]|("
            + capital
            + ")(?![\\p{L}\\p{N}'’])|("
            + either
            + ")(?=\\s*(?:$|[.\\n])))";
    stated =
        Pattern.compile(
            "(?i:(?<!\\p{L})" + WORDS + LINK + "\\s*[:=]?\\s*(?:" + WORDS + "\\s*)?)" + open,
            Pattern.MULTILINE);
    bracketed = Pattern.compile("\\((" + capital + ")\\)");
    another =
        Pattern.compile(
            "[)\\]}]?\\s*(?:(?i:or|and|oder|und|of|en|ou|et|y|o)\\s|[/,&])\\s*\\(?"
                + capital
                + "(?![\\p{L}\\p{N}'’]).*",
            Pattern.DOTALL);
  }

  /// The letter chosen, in capitals.
  public Optional<Character> in(String answer) {
    String text = answer.replaceAll("[*_`$]", "").strip();
    return boxedIn(text)
        .or(() -> statedIn(text))
        .or(() -> whole(alone, text))
        .or(() -> atTheStart(text))
        .or(() -> whole(alone, lastLine(text)))
        .or(() -> onlyBracketed(text));
  }

  private Optional<Character> boxedIn(String text) {
    return last(boxed, text).map(Found::letter);
  }

  private Optional<Character> statedIn(String text) {
    return last(stated, text).filter(found -> !goesOn(text, found.end())).map(Found::letter);
  }

  /// `A) Paris` chooses A; a list of several options chooses nothing.
  private Optional<Character> atTheStart(String text) {
    boolean list = text.lines().filter(line -> leading.matcher(line.strip()).matches()).count() > 1;
    return list ? Optional.empty() : whole(leading, text);
  }

  private Optional<Character> onlyBracketed(String text) {
    Set<Character> letters = new LinkedHashSet<>();
    Matcher matcher = bracketed.matcher(text);
    while (matcher.find()) {
      letters.add(letter(matcher));
    }
    return letters.size() == 1 ? Optional.of(letters.iterator().next()) : Optional.empty();
  }

  private boolean goesOn(String text, int end) {
    return another.matcher(text).region(end, text.length()).lookingAt();
  }

  private static Optional<Character> whole(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.matches() ? Optional.of(letter(matcher)) : Optional.empty();
  }

  private record Found(char letter, int end) {}

  private static Optional<Found> last(Pattern pattern, String text) {
    Optional<Found> last = Optional.empty();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      last = Optional.of(new Found(letter(matcher), matcher.end()));
    }
    return last;
  }

  private static char letter(Matcher matcher) {
    for (int group = 1; group <= matcher.groupCount(); group++) {
      String letter = matcher.group(group);
      if (letter != null) {
        return Character.toUpperCase(letter.charAt(0));
      }
    }
    throw new IllegalStateException("a pattern matched without a letter: " + matcher.pattern());
  }

  private static String lastLine(String text) {
    return text.substring(text.lastIndexOf('\n') + 1).strip();
  }
}
