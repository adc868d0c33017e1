package dev.polder.chart;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Round moments at which an axis of time is marked, in UTC.
final class TimeTicks {
  /// The first Monday after the beginning of 1970, in seconds: weeks begin on a Monday.
  private static final long MONDAY = 4 * 86_400L;

  private static final DateTimeFormatter SECOND = format("HH:mm:ss");
  private static final DateTimeFormatter MINUTE = format("HH:mm");
  private static final DateTimeFormatter HOUR = format("d MMM HH:mm");
  private static final DateTimeFormatter DAY = format("d MMM uuuu");
  private static final DateTimeFormatter MONTH = format("MMM uuuu");
  private static final DateTimeFormatter YEAR = format("uuuu");

  private static final List<Pace> PACES =
      List.of(
          new Pace(1, ChronoUnit.SECONDS, 1, SECOND),
          new Pace(5, ChronoUnit.SECONDS, 5, SECOND),
          new Pace(15, ChronoUnit.SECONDS, 15, SECOND),
          new Pace(1, ChronoUnit.MINUTES, 60, MINUTE),
          new Pace(5, ChronoUnit.MINUTES, 300, MINUTE),
          new Pace(15, ChronoUnit.MINUTES, 900, MINUTE),
          new Pace(1, ChronoUnit.HOURS, 3_600, HOUR),
          new Pace(3, ChronoUnit.HOURS, 10_800, HOUR),
          new Pace(6, ChronoUnit.HOURS, 21_600, HOUR),
          new Pace(1, ChronoUnit.DAYS, 86_400, DAY),
          new Pace(2, ChronoUnit.DAYS, 172_800, DAY),
          new Pace(7, ChronoUnit.DAYS, 604_800, DAY),
          new Pace(1, ChronoUnit.MONTHS, 2_629_746, MONTH),
          new Pace(3, ChronoUnit.MONTHS, 7_889_238, MONTH),
          new Pace(6, ChronoUnit.MONTHS, 15_778_476, MONTH),
          new Pace(1, ChronoUnit.YEARS, 31_556_952, YEAR),
          new Pace(2, ChronoUnit.YEARS, 63_113_904, YEAR),
          new Pace(5, ChronoUnit.YEARS, 157_784_760, YEAR),
          new Pace(10, ChronoUnit.YEARS, 315_569_520, YEAR),
          new Pace(100, ChronoUnit.YEARS, 3_155_695_200L, YEAR));

  private TimeTicks() {}

  private record Pace(int amount, ChronoUnit unit, long seconds, DateTimeFormatter format) {
    LocalDateTime start(LocalDateTime from) {
      return switch (unit) {
        case YEARS -> LocalDateTime.of(Math.floorDiv(from.getYear(), amount) * amount, 1, 1, 0, 0);
        case MONTHS ->
            LocalDateTime.of(
                from.getYear(), (from.getMonthValue() - 1) / amount * amount + 1, 1, 0, 0);
        default -> {
          long second = from.toEpochSecond(ZoneOffset.UTC) - MONDAY;
          yield LocalDateTime.ofEpochSecond(
              Math.floorDiv(second, seconds) * seconds + MONDAY, 0, ZoneOffset.UTC);
        }
      };
    }
  }

  static List<Ticks.Tick> of(double low, double high, int most) {
    Pace pace =
        PACES.stream()
            .filter(candidate -> (high - low) / candidate.seconds <= most)
            .findFirst()
            .orElse(PACES.getLast());
    List<Ticks.Tick> ticks = new ArrayList<>();
    LocalDateTime at =
        pace.start(LocalDateTime.ofInstant(Instant.ofEpochSecond((long) low), ZoneOffset.UTC));
    while (at.toEpochSecond(ZoneOffset.UTC) <= high) {
      if (at.toEpochSecond(ZoneOffset.UTC) >= low) {
        ticks.add(new Ticks.Tick(at.toEpochSecond(ZoneOffset.UTC), at.format(pace.format)));
      }
      at = at.plus(pace.amount, pace.unit);
    }
    return ticks;
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }
}
