package dev.polder.model.dialect.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.polder.http.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Writes the events of one stream: whole ones, each with its blank line.
///
/// One JSON generator serves for all of them. Not thread-safe; one belongs to one stream.
public final class EventWriter {
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder().rootValueSeparator("").build();
  private static final String END = "\n\n";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);
  private final JsonGenerator json;

  public EventWriter() {
    try {
      json = FACTORY.createGenerator(out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /// What an event's data says.
  @FunctionalInterface
  public interface Data {
    /// Writes the fields of the data's object.
    void write(JsonGenerator json) throws IOException;
  }

  /// Writes an event.
  ///
  /// @param name of the event, or `""` for one without
  public void event(String name, Data data) {
    try {
      if (!name.isEmpty()) {
        json.writeRaw("event: ");
        json.writeRaw(name);
        json.writeRaw('\n');
      }
      json.writeRaw("data: ");
      json.writeStartObject();
      data.write(json);
      json.writeEndObject();
      json.writeRaw(END);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /// Writes the event of a mould with its text.
  public void event(Mould mould, String text) {
    try {
      json.writeRaw(mould.before());
      if (isWhole(text)) {
        json.writeString(text);
      } else {
        json.writeRaw(escaped(text));
      }
      json.writeRaw(mould.behind());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /// Writes an event whose data is no JSON.
  public void plain(String data) {
    try {
      json.writeRaw("data: ");
      json.writeRaw(data);
      json.writeRaw(END);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /// Writes a text field; also one that ends in the middle of a surrogate pair, which UTF-8 has no
  /// form for, but JSON has.
  public static void text(JsonGenerator json, String name, String text) throws IOException {
    json.writeFieldName(name);
    if (isWhole(text)) {
      json.writeString(text);
    } else {
      json.writeRawValue(escaped(text));
    }
  }

  private static boolean isWhole(String text) {
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (Character.isSurrogate(next)) {
        if (!Character.isHighSurrogate(next)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() * 2).append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, escaped);
    return ascii(escaped.append('"').toString());
  }

  /// JSON with all characters beyond ASCII, which stand within strings only, escaped.
  private static String ascii(String json) {
    StringBuilder ascii = new StringBuilder(json.length() * 2);
    for (int i = 0; i < json.length(); i++) {
      char next = json.charAt(i);
      if (next > 126) {
        ascii.append("\\u%04x".formatted((int) next));
      } else {
        ascii.append(next);
      }
    }
    return ascii.toString();
  }

  /// Writes a field that is a tree.
  public static void tree(JsonGenerator json, String name, JsonNode tree) throws IOException {
    String text = tree.toString();
    json.writeFieldName(name);
    json.writeRawValue(isWhole(text) ? text : ascii(text));
  }

  /// All that was written since the last time.
  public Bytes take() {
    try {
      json.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    Bytes written = Bytes.of(out.toByteArray());
    out.reset();
    return written;
  }
}
