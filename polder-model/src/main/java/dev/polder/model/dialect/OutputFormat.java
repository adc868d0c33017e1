package dev.polder.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// The form that the answer's text must have.
public sealed interface OutputFormat {
  /// Any.
  record Free() implements OutputFormat {}

  /// Some JSON object.
  record AnyObject() implements OutputFormat {}

  /// JSON that follows a schema.
  ///
  /// @param name or `""`
  /// @param description or `""`
  /// @param strict whether it must, where the client says so
  record Schema(String name, String description, JsonNode schema, Optional<Boolean> strict)
      implements OutputFormat {}
}
