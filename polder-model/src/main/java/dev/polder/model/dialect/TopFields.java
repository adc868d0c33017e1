package dev.polder.model.dialect;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.polder.http.Bytes;
import dev.polder.model.dialect.json.Json;
import dev.polder.model.openai.Utf8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where the fields of an object stand in its bytes, so that some can be changed and all others
/// stay as they were sent.
final class TopFields {
  private static final Bytes COMMA = Bytes.utf8(",");

  private final Bytes body;
  private final List<Field> fields = new ArrayList<>();

  /// A field: where its name begins, where its value begins and ends, and what kind of value.
  private record Field(String name, int from, int valueFrom, int to, JsonToken kind) {}

  private TopFields(Bytes body) {
    this.body = body;
  }

  /// Finds the fields, and reads the whole body while at it, so that a malformed one is refused
  /// here.
  ///
  /// @param known those that somebody will look at: they must not stand twice, since parsers differ
  ///   in which one counts
  /// @throws RefusedException when it is no JSON object in UTF-8, or one of `known` stands twice
  static TopFields read(Bytes body, Set<String> known) throws RefusedException {
    if (body.isEmpty()) {
      throw new RefusedException("The request has no body. Send a JSON object.", "");
    }
    TopFields fields = new TopFields(body);
    try (JsonParser json = Json.parse(body)) {
      fields.find(json, known);
    } catch (StreamConstraintsException beyond) {
      throw new RefusedException(
          "The request body's JSON is beyond a bound (nesting deeper than %d, or a name or number too long)."
              .formatted(Json.DEEPEST),
          "");
    } catch (JsonEOFException cut) {
      throw new RefusedException(
          "The request body ends in the middle of its JSON, after " + body.length() + " bytes.",
          "");
    } catch (JacksonException malformed) {
      throw new RefusedException(
          "The request body is not valid JSON: see line %d, column %d."
              .formatted(
                  malformed.getLocation().getLineNr(), malformed.getLocation().getColumnNr()),
          "");
    } catch (IOException unreadable) {
      throw new RefusedException("The request body cannot be read as UTF-8 JSON.", "");
    }
    if (!Utf8.isWellFormed(body)) {
      throw new RefusedException("The request body is not valid UTF-8.", "");
    }
    return fields;
  }

  private void find(JsonParser json, Set<String> known) throws IOException, RefusedException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new RefusedException("The request body is not a JSON object.", "");
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      int from = offset(json.currentTokenLocation().getByteOffset());
      JsonToken kind = json.nextToken();
      int valueFrom = offset(json.currentTokenLocation().getByteOffset());
      json.skipChildren();
      json.finishToken();
      if (known.contains(name) && field(name).isPresent()) {
        throw new RefusedException("'" + name + "' stands twice in the request.", name);
      }
      fields.add(
          new Field(name, from, valueFrom, offset(json.currentLocation().getByteOffset()), kind));
    }
    if (json.nextToken() != null) {
      throw new RefusedException("Something follows the JSON object in the request body.", "");
    }
  }

  private static int offset(long offset) throws RefusedException {
    if (offset < 0) { // a parser over characters: the bytes are UTF-16 or UTF-32
      throw new RefusedException("The request body must be in UTF-8.", "");
    }
    return (int) offset;
  }

  private Optional<Field> field(String name) {
    for (Field field : fields) {
      if (field.name().equals(name)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  /// The value's JSON as it was sent, or `""` where there is none or it is null.
  String value(String name) {
    return field(name)
        .filter(found -> found.kind() != JsonToken.VALUE_NULL)
        .map(found -> body.slice(found.valueFrom(), found.to()).utf8())
        .orElse("");
  }

  /// The value as text, where it is a string.
  Optional<String> text(String name) {
    return field(name)
        .filter(found -> found.kind() == JsonToken.VALUE_STRING)
        .map(found -> unquoted(body.slice(found.valueFrom(), found.to())));
  }

  private static String unquoted(Bytes json) {
    try {
      return Json.tree(json).textValue();
    } catch (IOException impossible) {
      throw new IllegalStateException("a text that was read cannot be read again", impossible);
    }
  }

  /// Where the value begins, or 0.
  int start(String name) {
    return field(name).map(Field::valueFrom).orElse(0);
  }

  /// The body with other values of some fields, and without some.
  ///
  /// @param values JSON by name; a field that is not there yet is added at the end
  Bytes with(Map<String, String> values, Set<String> without) {
    List<Bytes> parts = new ArrayList<>();
    int firstFrom = fields.isEmpty() ? afterBrace() : fields.getFirst().from();
    int lastTo = fields.isEmpty() ? afterBrace() : fields.getLast().to();
    parts.add(body.slice(0, firstFrom));
    boolean first = true;
    boolean adjacent = false;
    int to = firstFrom;
    for (Field field : fields) {
      if (without.contains(field.name())) {
        adjacent = false;
        continue;
      }
      if (!first) {
        parts.add(adjacent ? body.slice(to, field.from()) : COMMA);
      }
      String value = values.get(field.name());
      if (value == null) {
        parts.add(body.slice(field.from(), field.to()));
      } else {
        parts.add(body.slice(field.from(), field.valueFrom()));
        parts.add(Bytes.utf8(value));
      }
      to = field.to();
      adjacent = true;
      first = false;
    }
    for (Map.Entry<String, String> added : values.entrySet()) {
      if (field(added.getKey()).isEmpty()) {
        parts.add(
            Bytes.utf8((first ? "" : ",") + "\"" + added.getKey() + "\":" + added.getValue()));
        first = false;
      }
    }
    parts.add(body.slice(lastTo, body.length()));
    return Bytes.concat(parts);
  }

  private int afterBrace() {
    int at = 0;
    while (body.at(at) != '{') {
      at++;
    }
    return at + 1;
  }
}
