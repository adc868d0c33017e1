package dev.polder.app.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Log messages for programs: an object of JSON a line.
public final class JsonLog extends Formatter {
  /// The fields of a line, in their order.
  public enum Field {
    TIME("time", "when, as ISO 8601 writes it, in UTC"),
    LEVEL("level", "`ERROR`, `WARN`, `INFO`, `DEBUG` or `TRACE`"),
    LOGGER("logger", "who says it: a class, or `polder`"),
    MESSAGE("message", "what it says"),
    CALL("call", "the call that it is about, as in `x-polder-call`; absent where there is none"),
    ERROR("error", "the exception's stack trace; absent where there is none");

    private final String label;
    private final String meaning;

    Field(String label, String meaning) {
      this.label = label;
      this.meaning = meaning;
    }

    /// As the line has it.
    public String label() {
      return label;
    }

    /// For people, in a few words; Markdown.
    public String meaning() {
      return meaning;
    }
  }

  /// The names that SLF4J has for levels, by the least value of java.util.logging's.
  private record Named(int least, String name) {}

  private static final List<Named> LEVELS =
      List.of(
          new Named(java.util.logging.Level.SEVERE.intValue(), "ERROR"),
          new Named(java.util.logging.Level.WARNING.intValue(), "WARN"),
          new Named(java.util.logging.Level.INFO.intValue(), "INFO"),
          new Named(java.util.logging.Level.FINE.intValue(), "DEBUG"));

  private static final Pattern CALL = Pattern.compile("\\bcall-[0-9a-f]{32}\\b");
  private static final JsonFactory JSON = new JsonFactory();

  @Override
  public String format(LogRecord message) {
    StringWriter line = new StringWriter(256);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      String text = formatMessage(message);
      json.writeStartObject();
      json.writeStringField(Field.TIME.label(), message.getInstant().toString());
      json.writeStringField(Field.LEVEL.label(), level(message));
      json.writeStringField(Field.LOGGER.label(), String.valueOf(message.getLoggerName()));
      json.writeStringField(Field.MESSAGE.label(), text);
      Matcher call = CALL.matcher(text);
      if (call.find()) {
        json.writeStringField(Field.CALL.label(), call.group());
      }
      Throwable thrown = message.getThrown();
      if (thrown != null) {
        json.writeStringField(Field.ERROR.label(), trace(thrown));
      }
      json.writeEndObject();
    } catch (IOException impossible) { // it is written to memory
      throw new UncheckedIOException(impossible);
    }
    return line.append('\n').toString();
  }

  private static String level(LogRecord message) {
    int value = message.getLevel().intValue();
    return LEVELS.stream()
        .filter(level -> value >= level.least())
        .findFirst()
        .map(Named::name)
        .orElse("TRACE");
  }

  private static String trace(@Nullable Throwable thrown) {
    StringWriter text = new StringWriter();
    if (thrown != null) {
      thrown.printStackTrace(new PrintWriter(text, true));
    }
    return text.toString();
  }
}
