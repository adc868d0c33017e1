package dev.polder.app.admin;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A length of time as people write it: `90s`, `10m`, `2h`, `3d`.
final class TimeSpan {
  private static final Pattern FORM = Pattern.compile("\\s*(\\d{1,9})\\s*([smhd])\\s*");
  private static final Duration LONGEST = Duration.ofDays(3660);

  private TimeSpan() {}

  /// @throws IllegalArgumentException when it is none, or not above 0, or longer than ten years
  static Duration parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no length of time. Write a number and s, m, h or d, such as 10m."
              .formatted(text));
    }
    long number = Long.parseLong(parts.group(1));
    Duration span =
        switch (parts.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        };
    if (span.isZero() || span.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "'%s' is no sensible length of time. Write more than 0 and at most 3660d; without an end, a"
                  .formatted(text)
              + " restriction holds until it is lifted.");
    }
    return span;
  }
}
