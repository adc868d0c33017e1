package dev.polder.engine.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/// One JSON object of a model folder, whose faults name the file and the field.
record JsonFile(Path path, JsonNode root) {
  private static final JsonMapper MAPPER = new JsonMapper();

  static JsonFile read(Path path) {
    JsonNode root;
    try {
      root = MAPPER.readTree(Files.readAllBytes(path));
    } catch (JsonProcessingException e) {
      throw new ModelFault(
          ModelFault.Kind.CORRUPT,
          path,
          "is not JSON: line %d, column %d: %s."
              .formatted(
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr(),
                  e.getOriginalMessage()),
          "Copy it again from where the model came from.",
          e);
    } catch (IOException e) {
      throw new ModelFault(
          ModelFault.Kind.CORRUPT, path, "cannot be read: " + e, "Check its permissions.", e);
    }
    if (!root.isObject()) {
      throw new ModelFault(
          ModelFault.Kind.CORRUPT,
          path,
          "holds a JSON " + root.getNodeType() + " where an object is expected.",
          "Copy it again from where the model came from.");
    }
    return new JsonFile(path, root);
  }

  boolean has(String field) {
    return root.hasNonNull(field);
  }

  OptionalInt integer(String field) {
    if (!has(field)) {
      return OptionalInt.empty();
    }
    JsonNode value = root.get(field);
    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
      throw wrong(field, value, "a whole number");
    }
    return OptionalInt.of(value.intValue());
  }

  int positive(String field) {
    int value =
        integer(field)
            .orElseThrow(() ->
                new ModelFault(
                    ModelFault.Kind.UNFIT,
                    path,
                    "lacks '" + field + "'.",
                    "Export the model again with its configuration."));
    if (value <= 0) {
      throw wrong(field, root.get(field), "a positive number");
    }
    return value;
  }

  OptionalDouble number(String field) {
    if (!has(field)) {
      return OptionalDouble.empty();
    }
    JsonNode value = root.get(field);
    if (!value.isNumber()) {
      throw wrong(field, value, "a number");
    }
    return OptionalDouble.of(value.doubleValue());
  }

  boolean flag(String field) {
    return root.path(field).asBoolean(false);
  }

  /// The token ids of a field that holds one or a list of them; empty when it is absent.
  Set<Integer> tokens(String field) {
    Set<Integer> tokens = new LinkedHashSet<>();
    if (!has(field)) {
      return tokens;
    }
    JsonNode value = root.get(field);
    for (JsonNode token : value.isArray() ? value : MAPPER.createArrayNode().add(value)) {
      if (!token.canConvertToInt()) {
        throw wrong(field, value, "a token id or a list of them");
      }
      tokens.add(token.intValue());
    }
    return tokens;
  }

  /// The text of a field that holds a string, or a token object whose `content` is one; else "".
  String text(String field) {
    JsonNode value = root.path(field);
    return value.isObject() ? value.path("content").asText("") : value.asText("");
  }

  ModelFault wrong(String field, JsonNode value, String expected) {
    return new ModelFault(
        ModelFault.Kind.CORRUPT,
        path,
        "has '%s': %s where %s is expected.".formatted(field, value, expected),
        "Copy it again from where the model came from.");
  }
}
