package dev.polder.app.alert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One message about an alert, the same for every target.
///
/// @param id unique; the same however often its delivery is tried
/// @param time when it became due
/// @param lasted how long the alert has stood
public record Notice(String id, Status status, Alert alert, Instant time, Duration lasted) {
  private static final JsonFactory JSON = new JsonFactory();

  /// What a message says of its alert.
  public enum Status {
    /// It began.
    RAISED,
    /// It became worse.
    WORSENED,
    /// It became milder, and stands.
    EASED,
    /// It stands as before; said from time to time.
    ONGOING,
    /// It is over: the all-clear.
    CLEARED,
    /// Nothing happened: somebody tries whether messages arrive.
    TEST;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// One sentence that says it all.
  String text() {
    return switch (status) {
      case RAISED, WORSENED, EASED, TEST -> alert.summary();
      case ONGOING -> "Still, after %s: %s".formatted(words(lasted), alert.summary());
      case CLEARED -> "All clear after %s: %s".formatted(words(lasted), alert.summary());
    };
  }

  /// The fields of a message by their JSON names, in order.
  Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("id", id);
    fields.put("event", alert.kind().label());
    fields.put("status", status.label());
    fields.put("subject", alert.subject());
    fields.put("severity", alert.severity().label());
    fields.put("text", text());
    fields.put("summary", alert.summary());
    fields.put("detail", alert.detail());
    fields.put("since", alert.since().toString());
    return fields;
  }

  /// The body for a webhook and for a command's standard input: `type`, `timestamp` and `data`, as
  /// Standard Webhooks recommends.
  String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("type", alert.kind().label() + "." + status.label());
      json.writeStringField("timestamp", time.toString());
      json.writeObjectFieldStart("data");
      for (Map.Entry<String, String> field : fields().entrySet()) {
        json.writeStringField(field.getKey(), field.getValue());
      }
      json.writeNumberField("lasted_seconds", lasted.toSeconds());
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  /// A length of time for people: its two largest units.
  static String words(Duration duration) {
    return days(duration)
        .or(() -> pair(duration.toHours(), "h", duration.toMinutesPart(), "min"))
        .or(() -> pair(duration.toMinutes(), "min", duration.toSecondsPart(), "s"))
        .orElse(duration.toSeconds() + " s");
  }

  private static Optional<String> days(Duration duration) {
    return pair(duration.toDays(), "d", duration.toHoursPart(), "h");
  }

  private static Optional<String> pair(long large, String unit, int small, String smallUnit) {
    if (large == 0) {
      return Optional.empty();
    }
    return Optional.of(large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit));
  }
}
