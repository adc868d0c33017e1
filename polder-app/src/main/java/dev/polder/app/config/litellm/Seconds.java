package dev.polder.app.config.litellm;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/// Durations as LiteLLM writes them, in seconds, and as `polder.yaml` does.
final class Seconds {
  private static final Duration LONGEST = Duration.ofDays(1);

  private Seconds() {}

  /// What `key` of `mapping` says, where Polder can have such a duration.
  static Optional<Duration> of(Mapping mapping, String key) {
    Optional<Duration> duration = mapping.text(key).flatMap(Seconds::read);
    if (duration.isEmpty() && mapping.text(key).isPresent()) {
      mapping.remark(key, "is no number of seconds up to a day, and was left out.");
    }
    return duration;
  }

  private static Optional<Duration> read(String text) {
    try {
      Duration duration =
          Duration.ofMillis(new BigDecimal(text).movePointRight(3).longValueExact());
      boolean possible = duration.isPositive() && duration.compareTo(LONGEST) <= 0;
      return possible ? Optional.of(duration) : Optional.empty();
    } catch (ArithmeticException | NumberFormatException other) {
      return Optional.empty();
    }
  }

  /// Such as `20s` or `500ms`.
  static String text(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }
}
