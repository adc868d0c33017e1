package dev.polder.model.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.polder.http.Bytes;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/// An error in the OpenAI dialect's form: `{"error":{"message","type","param","code"}}`.
///
/// @param parameter the request's field at fault, or `""`
/// @param code what programs compare, or `""`
public record ErrorBody(String message, String type, String parameter, String code) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final JsonMapper MAPPER = new JsonMapper();

  public ErrorBody(String message, String type, String code) {
    this(message, type, "", code);
  }

  /// Reads the forms that servers of this dialect use: `{"error":{…}}`, `{"error":"…"}`, a bare
  /// `{"message":…}` (vLLM) and `{"detail":"…"}`. Empty for anything else.
  public static Optional<ErrorBody> read(Bytes body) {
    JsonNode root;
    try {
      root = MAPPER.readTree(body.array(), body.offset(), body.length());
    } catch (IOException notJson) {
      return Optional.empty();
    }
    JsonNode error = root.path("error");
    if (error.isTextual()) {
      return Optional.of(new ErrorBody(error.asText(), "", ""));
    }
    if (error.isObject()) {
      return Optional.of(
          new ErrorBody(
              text(error, "message"),
              text(error, "type"),
              text(error, "param"),
              text(error, "code")));
    }
    for (String name : new String[] {"message", "detail"}) {
      if (root.path(name).isTextual()) {
        return Optional.of(
            new ErrorBody(root.path(name).asText(), text(root, "type"), "", text(root, "code")));
      }
    }
    return Optional.empty();
  }

  /// Whether `body` is `{"error":{…}}`, the one form that all official clients know.
  public static boolean isInDialect(Bytes body) {
    try {
      return MAPPER.readTree(body.array(), body.offset(), body.length()).path("error").isObject();
    } catch (IOException notJson) {
      return false;
    }
  }

  /// The same with some type, where the server named none.
  public ErrorBody typed() {
    return type.isEmpty() ? new ErrorBody(message, "server_error", parameter, code) : this;
  }

  private static String text(JsonNode object, String name) {
    JsonNode value = object.path(name);
    return value.isValueNode() && !value.isNull() ? value.asText() : "";
  }

  /// The JSON text.
  public String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeObjectFieldStart("error");
      json.writeStringField("message", message);
      json.writeStringField("type", type);
      writeOrNull(json, "param", parameter);
      writeOrNull(json, "code", code);
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void writeOrNull(JsonGenerator json, String name, String value)
      throws IOException {
    if (value.isEmpty()) {
      json.writeNullField(name);
    } else {
      json.writeStringField(name, value);
    }
  }
}
