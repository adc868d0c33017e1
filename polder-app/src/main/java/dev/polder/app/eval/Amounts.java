package dev.polder.app.eval;

import java.time.Duration;
import java.util.Locale;

/// Amounts as people read them in a table.
public final class Amounts {
  private Amounts() {}

  /// Such as `0:07`, `12:30` or `1:02:03`.
  public static String time(Duration span) {
    return span.toHours() > 0
        ? "%d:%02d:%02d".formatted(span.toHours(), span.toMinutesPart(), span.toSecondsPart())
        : "%d:%02d".formatted(span.toMinutes(), span.toSecondsPart());
  }

  /// Such as `1,234,567`.
  public static String exact(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// Such as `950`, `12.3k` or `4.56M`.
  public static String thousands(long number) {
    if (number < 1_000) {
      return Long.toString(number);
    }
    return number < 1_000_000
        ? String.format(Locale.ROOT, "%.1fk", number / 1e3)
        : String.format(Locale.ROOT, "%.2fM", number / 1e6);
  }
}
