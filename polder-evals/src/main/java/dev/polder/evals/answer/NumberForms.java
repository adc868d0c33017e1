package dev.polder.evals.answer;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds numbers in prose, in English form (`1,234.5`) and German form (`1.234,5`).
///
/// `1.234` alone is either; such a number has two readings. Digits are also grouped by apostrophes
/// and by narrow and no-break spaces, never by plain spaces, which part numbers from each other. A
/// token such as `1.2.3` or `12,34,5` is no number.
public enum NumberForms {
  /// A point before the decimals.
  EN,
  /// A comma before the decimals.
  DE,
  /// Either; what can be read both ways has both readings.
  EITHER;

  /// A number where it stands.
  ///
  /// @param readings one value, or two where the form leaves it open; the likelier one first
  public record Found(int start, int end, Set<BigDecimal> readings) {}

  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<![\\p{L}\\d_])(?<sign>(?<![\\p{L}\\d.,)])[-+\\u2212\\u2013])?"
              + "(?<![\\p{L}\\d_])(?<digits>\\d+(?:[.,'\\u2019\\u00a0\\u202f\\u2009]\\d+)*|[.,]\\d+)"
              + "(?<exponent>[eE][-+]?\\d{1,3}(?!\\d))?");
  private static final Pattern GROUPED = Pattern.compile("\\d{1,3}(?:[.,]\\d{3})+");
  private static final Pattern SOFT_GROUPS =
      Pattern.compile("\\d{1,3}(?:['\\u2019\\u00a0\\u202f\\u2009]\\d{3})+(?:[.,]\\d+)?");
  private static final Pattern SOFT_MARK = Pattern.compile("['\\u2019\\u00a0\\u202f\\u2009]");
  private static final int LONGEST = 300;

  /// All numbers in `text`, in order.
  public List<Found> in(CharSequence text) {
    List<Found> found = new ArrayList<>();
    Matcher token = TOKEN.matcher(text);
    while (token.find()) {
      Set<BigDecimal> readings = readings(token);
      if (!readings.isEmpty()) {
        found.add(new Found(token.start(), token.end(), readings));
      }
    }
    return found;
  }

  /// The one number that `text` consists of.
  public Optional<Set<BigDecimal>> whole(String text) {
    String stripped = text.strip();
    List<Found> found = in(stripped);
    return found.size() == 1
            && found.getFirst().start() == 0
            && found.getFirst().end() == stripped.length()
        ? Optional.of(found.getFirst().readings())
        : Optional.empty();
  }

  private Set<BigDecimal> readings(Matcher token) {
    String digits = token.group("digits");
    if (digits.length() > LONGEST) {
      return Set.of();
    }
    String sign = token.group("sign") == null || token.group("sign").equals("+") ? "" : "-";
    String exponent = token.group("exponent") == null ? "" : token.group("exponent");
    Set<BigDecimal> readings = new LinkedHashSet<>();
    for (String plain : plain(digits)) {
      readings.add(new BigDecimal(sign + plain + exponent));
    }
    return readings;
  }

  /// The digits with a point before the decimals and nothing else, one for each reading.
  private List<String> plain(String digits) {
    if (SOFT_MARK.matcher(digits).find()) {
      return SOFT_GROUPS.matcher(digits).matches()
          ? List.of(SOFT_MARK.matcher(digits).replaceAll("").replace(',', '.'))
          : List.of();
    }
    int points = count(digits, '.');
    int commas = count(digits, ',');
    if (points + commas == 0) {
      return List.of(digits);
    }
    if (points > 0 && commas > 0) {
      return mixed(digits, digits.lastIndexOf('.') > digits.lastIndexOf(',') ? '.' : ',');
    }
    return single(digits, points > 0 ? '.' : ',', points + commas);
  }

  /// Both marks: the last one stands before the decimals.
  private List<String> mixed(String digits, char decimal) {
    int at = digits.indexOf(decimal);
    boolean sound =
        at == digits.lastIndexOf(decimal)
            && GROUPED.matcher(digits.substring(0, at)).matches()
            && allows(decimal);
    return sound
        ? List.of(digits.substring(0, at).replaceAll("[.,]", "") + "." + digits.substring(at + 1))
        : List.of();
  }

  /// One kind of mark: it groups, or stands before the decimals, or one cannot know.
  private List<String> single(String digits, char mark, int count) {
    List<String> plain = new ArrayList<>();
    boolean groups = GROUPED.matcher(digits).matches() && !digits.startsWith("0");
    if (count == 1 && allows(mark)) {
      plain.add(digits.replace(',', '.'));
    }
    if (groups && allows(mark == '.' ? ',' : '.')) {
      String grouped = digits.replace(String.valueOf(mark), "");
      // 1,234 is more often a thousand than 1.234 is.
      plain.add(mark == ',' ? 0 : plain.size(), grouped);
    }
    return plain;
  }

  private boolean allows(char decimal) {
    return switch (this) {
      case EN -> decimal == '.';
      case DE -> decimal == ',';
      case EITHER -> true;
    };
  }

  private static int count(String text, char character) {
    return (int) text.chars().filter(each -> each == character).count();
  }
}
