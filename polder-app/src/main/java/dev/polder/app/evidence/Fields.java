package dev.polder.app.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/// The fields of a JSON object that was written by a program: each is there and of its kind, or the
/// object is refused, with the place and what is wrong.
///
/// @param place where the object stands, such as `findings[3].suite`
record Fields(JsonNode object, String place) {
  /// An object at `place`.
  ///
  /// @throws IOException when it is none
  static Fields of(JsonNode object, String place) throws IOException {
    Fields fields = new Fields(object, place);
    if (!object.isObject()) {
      throw fields.fault("it is no JSON object");
    }
    return fields;
  }

  /// What says that something here is wrong.
  IOException fault(String what) {
    return new IOException("%s: %s".formatted(place, what));
  }

  /// Something that is made of fields and may refuse their values.
  @FunctionalInterface
  interface Making<T, R> {
    R of(T parts) throws IOException;
  }

  /// What `making` makes; what it refuses is a fault at this place.
  <T, R> R valid(T parts, Making<T, R> making) throws IOException {
    try {
      return making.of(parts);
    } catch (IllegalArgumentException refused) {
      throw new IOException("%s: %s".formatted(place, refused.getMessage()), refused);
    }
  }

  private Optional<JsonNode> optional(String name) {
    return object.has(name) ? Optional.of(object.path(name)) : Optional.empty();
  }

  private JsonNode field(String name, boolean fits, String kind) throws IOException {
    if (!object.has(name)) {
      throw fault("'%s' is missing".formatted(name));
    }
    if (!fits) {
      throw fault("'%s' is no %s: %s".formatted(name, kind, object.path(name)));
    }
    return object.path(name);
  }

  String text(String name) throws IOException {
    return field(name, object.path(name).isTextual(), "text").asText();
  }

  Optional<String> optionalText(String name) throws IOException {
    return object.has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  boolean truth(String name) throws IOException {
    return field(name, object.path(name).isBoolean(), "true or false").asBoolean();
  }

  int whole(String name) throws IOException {
    return field(name, object.path(name).canConvertToInt(), "whole number").asInt();
  }

  long count(String name) throws IOException {
    return field(name, object.path(name).canConvertToLong(), "whole number").asLong();
  }

  OptionalInt optionalWhole(String name) throws IOException {
    return object.has(name) ? OptionalInt.of(whole(name)) : OptionalInt.empty();
  }

  OptionalLong optionalCount(String name) throws IOException {
    return object.has(name) ? OptionalLong.of(count(name)) : OptionalLong.empty();
  }

  /// A number, or the text of one that JSON cannot write.
  double number(String name) throws IOException {
    JsonNode value = object.path(name);
    boolean fits =
        value.isNumber()
            || List.of("Infinity", "-Infinity", "NaN")
                .contains(value.isTextual() ? value.asText() : "");
    JsonNode number = field(name, fits, "number");
    return number.isNumber() ? number.asDouble() : Double.parseDouble(number.asText());
  }

  OptionalDouble optionalNumber(String name) throws IOException {
    return object.has(name) ? OptionalDouble.of(number(name)) : OptionalDouble.empty();
  }

  Instant instant(String name) throws IOException {
    String text = text(name);
    try {
      return Instant.parse(text);
    } catch (DateTimeException noTime) {
      throw new IOException("%s: '%s' is no time: %s".formatted(place, name, text), noTime);
    }
  }

  List<String> texts(String name) throws IOException {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : field(name, object.path(name).isArray(), "list")) {
      if (!element.isTextual()) {
        throw fault("'%s' holds what is no text: %s".formatted(name, element));
      }
      texts.add(element.asText());
    }
    return texts;
  }

  Fields part(String name) throws IOException {
    return of(field(name, true, ""), place + "." + name);
  }

  Optional<Fields> optionalPart(String name) throws IOException {
    return optional(name).isPresent() ? Optional.of(part(name)) : Optional.empty();
  }

  /// The objects of a list.
  List<Fields> parts(String name) throws IOException {
    List<Fields> parts = new ArrayList<>();
    for (JsonNode element : field(name, object.path(name).isArray(), "list")) {
      parts.add(of(element, "%s[%d]".formatted(name, parts.size())));
    }
    return parts;
  }

  /// The one of `choices` that is called `label`.
  <T> T choice(String name, String label, T[] choices, Function<T, String> labels)
      throws IOException {
    return Arrays.stream(choices)
        .filter(choice -> labels.apply(choice).equals(label))
        .findFirst()
        .orElseThrow(() -> fault("'%s' is unknown: '%s'".formatted(name, label)));
  }
}
