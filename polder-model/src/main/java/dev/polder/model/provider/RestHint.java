package dev.polder.model.provider;

import dev.polder.http.client.Headers;
import dev.polder.model.openai.ErrorBody;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// For how long an upstream asks to be left alone.
///
/// In this order: `retry-after-ms`; `retry-after` in seconds or as a date; Google's `retryDelay` in
/// the body; the resets of limits, `x-ratelimit-reset-*` as a duration and
/// `anthropic-ratelimit-*-reset` as an instant. Of several limits the longest reset counts among
/// those with nothing remaining, or among all where none says so. What cannot be read counts for
/// nothing; what lies in the past is zero; nothing is longer than a day.
public final class RestHint {
  private static final Duration LONGEST = Duration.ofDays(1);

  /// One part of `6m0s`, `1h2m3.5s` or `120ms`.
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|h|m|s)");

  private static final Pattern DURATION = Pattern.compile("(?:\\d+(?:\\.\\d+)?(?:ms|h|m|s))+");

  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(?:\\.\\d+)?");

  private RestHint() {}

  /// What a fault says of it, in its headers or its body.
  public static Optional<Duration> of(Fault fault, InstantSource clock) {
    return switch (fault) {
      case Fault.Rejected rejected ->
          told(rejected.headers(), clock)
              .or(() -> delay(rejected.error()))
              .or(() -> resets(rejected.headers(), clock));
      case Fault.ReportedInStream reported -> delay(reported.error());
      case Fault.Unreachable unreachable -> Optional.empty();
      case Fault.CutOff cutOff -> Optional.empty();
      case Fault.Garbage garbage -> Optional.empty();
      case Fault.Invalid invalid -> Optional.empty();
    };
  }

  /// What headers say of it.
  public static Optional<Duration> of(Headers headers, InstantSource clock) {
    return told(headers, clock).or(() -> resets(headers, clock));
  }

  private static Optional<Duration> told(Headers headers, InstantSource clock) {
    return headers
        .first("retry-after-ms")
        .flatMap(value -> number(value, 0.001))
        .or(() ->
            headers
                .first("retry-after")
                .flatMap(value -> number(value, 1).or(() -> date(value, clock))));
  }

  private static Optional<Duration> delay(Optional<ErrorBody> error) {
    return error.flatMap(body -> duration(body.detail().retryDelay()));
  }

  private static Optional<Duration> resets(Headers headers, InstantSource clock) {
    List<Limit> limits =
        Stream.concat(
                Stream.of("requests", "tokens")
                    .flatMap(kind ->
                        limit(
                            headers,
                            "x-ratelimit-remaining-" + kind,
                            headers.first("x-ratelimit-reset-" + kind).flatMap(RestHint::reset))),
                Stream.of("requests", "tokens", "input-tokens", "output-tokens")
                    .flatMap(kind ->
                        limit(
                            headers,
                            "anthropic-ratelimit-" + kind + "-remaining",
                            headers
                                .first("anthropic-ratelimit-" + kind + "-reset")
                                .flatMap(value -> instant(value, clock)))))
            .toList();
    Stream<Limit> counting =
        limits.stream().anyMatch(Limit::usedUp)
            ? limits.stream().filter(Limit::usedUp)
            : limits.stream();
    return counting.map(Limit::reset).max(Duration::compareTo);
  }

  private static Stream<Limit> limit(Headers headers, String remaining, Optional<Duration> reset) {
    boolean usedUp = headers.first(remaining).map(value -> value.strip().equals("0")).orElse(false);
    return reset.map(duration -> new Limit(usedUp, duration)).stream();
  }

  private static Optional<Duration> reset(String value) {
    return duration(value.strip()).or(() -> number(value, 1));
  }

  private static Optional<Duration> number(String value, double seconds) {
    String text = value.strip();
    return NUMBER.matcher(text).matches()
        ? Optional.of(seconds(Double.parseDouble(text) * seconds))
        : Optional.empty();
  }

  private static Optional<Duration> date(String value, InstantSource clock) {
    try {
      Instant instant =
          ZonedDateTime.parse(
                  value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
              .toInstant();
      return Optional.of(until(instant, clock));
    } catch (DateTimeParseException other) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> instant(String value, InstantSource clock) {
    try {
      return Optional.of(
          until(DateTimeFormatter.ISO_DATE_TIME.parse(value.strip(), Instant::from), clock));
    } catch (DateTimeParseException other) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> duration(String text) {
    if (!DURATION.matcher(text).matches()) {
      return Optional.empty();
    }
    double seconds = 0;
    Matcher parts = PART.matcher(text);
    while (parts.find()) {
      double amount = Double.parseDouble(parts.group(1));
      seconds +=
          switch (parts.group(2)) {
            case "h" -> amount * 3600;
            case "m" -> amount * 60;
            case "ms" -> amount / 1000;
            default -> amount;
          };
    }
    return Optional.of(seconds(seconds));
  }

  private static Duration seconds(double seconds) {
    double bounded = Math.clamp(seconds, 0, (double) LONGEST.toSeconds());
    return Duration.ofMillis(Math.round(bounded * 1000));
  }

  private static Duration until(Instant instant, InstantSource clock) {
    Duration left = Duration.between(clock.instant(), instant);
    if (left.isNegative()) {
      return Duration.ZERO;
    }
    return left.compareTo(LONGEST) < 0 ? left : LONGEST;
  }

  /// One limit's reset.
  private record Limit(boolean usedUp, Duration reset) {}
}
