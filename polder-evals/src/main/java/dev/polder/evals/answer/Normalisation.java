package dev.polder.evals.answer;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Makes texts comparable that differ only in how they are written: Unicode's compatible forms
/// (NFKC), case, white space, punctuation, and articles where wanted.
///
/// Punctuation that changes a number stays: the point in `3.5`, the sign of `-5`, the `%` behind
/// it.
///
/// @param caseless whether case is ignored; `ß` is `ss` then
/// @param punctuation whether punctuation stays
/// @param articles words that are left out
public record Normalisation(boolean caseless, boolean punctuation, Set<String> articles) {
  /// Case and punctuation ignored, articles kept.
  public static final Normalisation USUAL = new Normalisation(true, false, Set.of());

  /// The articles of the languages whose names a suite may give.
  public static final Map<String, Set<String>> ARTICLES =
      Map.of(
          "en", Set.of("a", "an", "the"),
          "nl", Set.of("de", "het", "een", "'t", "t"),
          "de",
              Set.of(
                  "der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem",
                  "einer", "eines"),
          "fr", Set.of("le", "la", "les", "un", "une", "des", "l"));

  private static final Pattern JOINS = Pattern.compile("[\\p{Pd}/_\\u2212]");
  private static final Pattern MINUS =
      Pattern.compile("(?<![\\p{L}\\p{N}])[\\p{Pd}\\u2212](?=\\d)");
  private static final Pattern DROPPED =
      Pattern.compile("(?<=\\d)[.,](?=\\d)|%|\uE000|\\p{P}|[`´^]");
  private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

  public Normalisation {
    articles = Set.copyOf(articles);
  }

  /// All articles of some languages.
  ///
  /// @param languages keys of [#ARTICLES]
  public static Set<String> articlesOf(Collection<String> languages) {
    return languages.stream()
        .flatMap(language -> ARTICLES.getOrDefault(language, Set.of()).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// `text`, comparable.
  public String of(String text) {
    String single = isPlain(text) ? folded(text) : written(text);
    return articles.isEmpty() ? single : withoutArticles(single);
  }

  /// Whether there is nothing but ASCII letters, digits and single blanks between them: most
  /// targets are such, and for them all that follows does nothing but fold the case.
  private static boolean isPlain(String text) {
    boolean blank = true;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      boolean wasBlank = blank;
      blank = character == ' ';
      boolean known =
          (character >= 'a' && character <= 'z')
              || (character >= 'A' && character <= 'Z')
              || (character >= '0' && character <= '9')
              || (blank && !wasBlank);
      if (!known) {
        return false;
      }
    }
    return !blank;
  }

  private String folded(String text) {
    return caseless ? text.toLowerCase(Locale.ROOT) : text;
  }

  private String written(String text) {
    String form = Normalizer.normalize(text, Normalizer.Form.NFKC);
    if (caseless) {
      // Up and down again folds what has no single other case, such as ß.
      form = form.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
      form = Normalizer.normalize(form, Normalizer.Form.NFKC);
    }
    if (!punctuation) {
      form = withoutPunctuation(form);
    }
    return SPACES.matcher(form).replaceAll(" ").strip();
  }

  /// Its words.
  public List<String> words(String text) {
    String form = of(text);
    return form.isEmpty() ? List.of() : List.of(form.split(" ", -1));
  }

  private static String withoutPunctuation(String text) {
    String signed = MINUS.matcher(text).replaceAll("\uE000");
    String parted = JOINS.matcher(signed).replaceAll(" ");
    String bare =
        DROPPED
            .matcher(parted)
            .replaceAll(found -> {
              String mark = found.group();
              boolean meant = found.start() > 0 && isWithinNumber(parted, found.start(), mark);
              return meant || mark.equals("\uE000") ? mark : "";
            });
    return bare.replace('\uE000', '-').replaceAll("(?<=\\d)\\s+%", "%");
  }

  private static boolean isWithinNumber(String text, int at, String mark) {
    if (mark.equals("%")) {
      return true;
    }
    return (mark.equals(".") || mark.equals(","))
        && Character.isDigit(text.charAt(at - 1))
        && at + 1 < text.length()
        && Character.isDigit(text.charAt(at + 1));
  }

  private String withoutArticles(String text) {
    return Arrays.stream(text.split(" ", -1))
        .filter(word -> !articles.contains(word))
        .collect(Collectors.joining(" "));
  }
}
