package dev.polder.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/// One request of the admin API that was let in.
///
/// @param name what its path names, or `""`
/// @param query its parameters; of those that stand twice the first
/// @param body as JSON, an empty object where there is none
record AdminCall(String name, Map<String, String> query, JsonNode body) {
  boolean dryRun() {
    String value = query.getOrDefault("dry-run", "false");
    return switch (value) {
      case "true", "" -> true;
      case "false" -> false;
      default ->
          throw new AdminRefusal(400, "'dry-run' is '%s'. Write true or false.".formatted(value));
    };
  }

  Optional<String> parameter(String parameter) {
    return Optional.ofNullable(query.get(parameter)).filter(value -> !value.isBlank());
  }
}
