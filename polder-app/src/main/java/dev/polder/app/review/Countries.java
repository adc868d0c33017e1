package dev.polder.app.review;

import java.util.Locale;

/// Countries in messages.
final class Countries {
  private Countries() {}

  /// Such as `US (United States)`.
  static String named(String code) {
    return "%s (%s)".formatted(code, Locale.of("", code).getDisplayCountry(Locale.ENGLISH));
  }
}
