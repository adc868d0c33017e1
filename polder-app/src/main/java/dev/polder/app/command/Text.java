package dev.polder.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/// Text for people, in lines of at most 80 columns.
final class Text {
  private static final int COLUMNS = 80;
  private static final Duration ROUNDING = Duration.ofSeconds(30);

  private Text() {}

  /// `text` in lines; those after the first begin with `indent`. A word longer than a line is not
  /// torn.
  static List<String> wrapped(String text, String indent) {
    List<String> lines = new ArrayList<>();
    // What is indented stays so.
    String lead = text.substring(0, text.length() - text.stripLeading().length());
    StringBuilder line = new StringBuilder(lead);
    for (String word : text.strip().split(" ", -1)) {
      boolean first = line.toString().isBlank();
      if (!first && line.length() + 1 + word.length() > COLUMNS) {
        lines.add(line.toString());
        line = new StringBuilder(indent);
        first = true;
      }
      line.append(first ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /// A JSON array's texts with commas; `none` where there are none.
  static String list(JsonNode array) {
    return array.isEmpty()
        ? "none"
        : String.join(
            ", ", StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList());
  }

  /// Such as `42.0`.
  static String rate(JsonNode perMinute) {
    return String.format(Locale.ROOT, "%.1f", perMinute.asDouble());
  }

  /// Such as `1 key` and `2 keys`.
  static String count(int number, String thing) {
    return number == 1 ? "1 " + thing : number + " " + thing + "s";
  }

  /// When `end` is, as seen at `now`: `15:42 (in 9 min)`.
  static String end(Instant end, Instant now, ZoneId zone) {
    ZonedDateTime local = end.atZone(zone);
    boolean today = local.toLocalDate().equals(LocalDate.ofInstant(now, zone));
    String pattern = today ? "HH:mm" : "yyyy-MM-dd HH:mm";
    return local.format(DateTimeFormatter.ofPattern(pattern, Locale.ROOT))
        + " (in "
        + span(Duration.between(now, end))
        + ")";
  }

  /// To the nearest whole unit.
  private static String span(Duration exact) {
    Duration left = exact.plus(exact.toMinutes() >= 1 ? ROUNDING : Duration.ZERO);
    if (left.toDays() >= 2) {
      return left.toDays() + " days";
    }
    if (left.toHours() >= 2) {
      return left.toHours() + " h";
    }
    return left.toMinutes() >= 1 ? left.toMinutes() + " min" : left.toSeconds() + " s";
  }

  /// Why nobody answered, in a few words.
  static String cause(Exception fault) {
    return switch (fault) {
      case ConnectException refused -> "no connection";
      case HttpTimeoutException late -> "no answer in time";
      default -> fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
    };
  }
}
