package dev.polder.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/// How log messages look to programs.
final class JsonLogTest {
  private static final String CALL = "call-0123456789abcdef0123456789abcdef";

  private static LogRecord message(Level level, String text) {
    LogRecord message = new LogRecord(level, text);
    message.setLoggerName("polder");
    message.setInstant(Instant.parse("2026-11-23T09:30:00.000125Z"));
    return message;
  }

  private static JsonNode line(LogRecord message) throws IOException {
    String line = new JsonLog().format(message);
    assertThat(line).endsWith("\n").containsOnlyOnce("\n");
    return new JsonMapper().readTree(line);
  }

  @Test
  void aMessageIsOneObjectALineWithTheCallThatItIsAbout() throws IOException {
    // When
    JsonNode json = line(message(Level.SEVERE, "Request " + CALL + " failed\nover \"two\" lines"));

    // Then
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly("time", "level", "logger", "message", "call");
    assertThat(json.path("time").asText()).isEqualTo("2026-11-23T09:30:00.000125Z");
    assertThat(json.path("level").asText()).isEqualTo("ERROR");
    assertThat(json.path("message").asText()).endsWith("failed\nover \"two\" lines");
    assertThat(json.path("call").asText()).isEqualTo(CALL);
  }

  @Test
  void anExceptionGoesIntoTheSameLine() throws IOException {
    // Given
    LogRecord message = message(Level.WARNING, "It went wrong.");
    message.setThrown(new IllegalStateException("because", new IOException("of this")));

    // When
    JsonNode json = line(message);

    // Then
    assertThat(json.path("level").asText()).isEqualTo("WARN");
    assertThat(json.has("call")).isFalse();
    assertThat(json.path("error").asText())
        .contains("IllegalStateException: because")
        .contains("Caused by: java.io.IOException: of this");
  }

  @Test
  void levelsHaveTheNamesOfSlf4j() throws IOException {
    for (List<Object> pair :
        List.<List<Object>>of(
            List.of(Level.INFO, "INFO"),
            List.of(Level.CONFIG, "DEBUG"),
            List.of(Level.FINE, "DEBUG"),
            List.of(Level.FINEST, "TRACE"))) {
      assertThat(line(message((Level) pair.getFirst(), "m")).path("level").asText())
          .isEqualTo(pair.getLast());
    }
  }
}
