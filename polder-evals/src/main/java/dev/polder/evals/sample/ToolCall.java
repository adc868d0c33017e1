package dev.polder.evals.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// One call of a tool, as a model makes it or a suite expects it.
///
/// @param arguments as the model wrote them: JSON if all went well
public record ToolCall(String name, String arguments) {
  /// The arguments as JSON, unless they are none.
  public Optional<JsonNode> parsed() {
    return arguments.isBlank() ? CanonicalJson.parse("{}") : CanonicalJson.parse(arguments);
  }
}
