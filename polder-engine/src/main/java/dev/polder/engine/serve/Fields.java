package dev.polder.engine.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// The fields of a request's JSON object, whose faults name the field.
record Fields(ObjectNode object) {
  private static final JsonMapper MAPPER = new JsonMapper();

  static Fields parse(byte[] body) {
    try {
      if (MAPPER.readTree(body) instanceof ObjectNode object) {
        return new Fields(object);
      }
      throw new RequestFault(ApiError.notJson("an object is expected."));
    } catch (JsonProcessingException e) {
      throw new RequestFault(ApiError.notJson(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The field's value; a missing one is `isMissingNode`, and so is a JSON null.
  JsonNode get(String field) {
    return object.hasNonNull(field) ? object.get(field) : MAPPER.missingNode();
  }

  String text(String field) {
    JsonNode value = get(field);
    if (!value.isMissingNode() && !value.isTextual()) {
      throw wrong(field, "a string");
    }
    return value.asText("");
  }

  boolean flag(String field) {
    JsonNode value = get(field);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw wrong(field, "true or false");
    }
    return value.asBoolean(false);
  }

  OptionalDouble number(String field, double least, double most) {
    JsonNode value = get(field);
    if (value.isMissingNode()) {
      return OptionalDouble.empty();
    }
    if (!value.isNumber() || !(value.asDouble() >= least && value.asDouble() <= most)) {
      throw wrong(field, "a number from %s to %s".formatted(plain(least), plain(most)));
    }
    return OptionalDouble.of(value.asDouble());
  }

  OptionalLong integer(String field, long least, long most) {
    JsonNode value = get(field);
    if (value.isMissingNode()) {
      return OptionalLong.empty();
    }
    boolean whole = value.isIntegralNumber() && value.canConvertToLong();
    if (!whole || value.asLong() < least || value.asLong() > most) {
      throw wrong(field, "a whole number from %d to %d".formatted(least, most));
    }
    return OptionalLong.of(value.asLong());
  }

  RequestFault wrong(String field, String expected) {
    String value = get(field).isMissingNode() ? "missing" : shortened(get(field).toString());
    return new RequestFault(
        ApiError.invalid(field, "'%s' is %s. Send %s.".formatted(field, value, expected)));
  }

  /// Refuses a field that asks for what the engine cannot do.
  void refuse(String field, boolean asked, String remedy) {
    if (asked) {
      throw new RequestFault(
          ApiError.unsupported(
              field,
              "'%s' is %s, which the embedded engine does not support. %s"
                  .formatted(field, shortened(get(field).toString()), remedy)));
    }
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }

  private static String shortened(String value) {
    return value.length() <= 80 ? value : value.substring(0, 80) + "…";
  }
}
