package dev.polder.model.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.model.dialect.Part;
import dev.polder.model.dialect.Seal;
import dev.polder.model.dialect.json.Json;
import java.io.IOException;
import java.util.Optional;

/// The blocks of which this dialect's messages are made, as far as requests and answers share them.
final class AnthropicBlocks {
  private AnthropicBlocks() {}

  static void writeReasoning(Part.Reasoning thought, ObjectNode block) {
    Seal seal = thought.seal();
    if (seal.origin().equals(AnthropicMessages.REDACTED)) {
      block.put("type", "redacted_thinking").put("data", seal.value());
    } else {
      block.put("type", "thinking").put("thinking", thought.text());
      block.put("signature", seal.carriedBy(AnthropicRules.NAME));
    }
  }

  /// The dialect allows letters, digits, `_` and `-` in ids. Call and result change alike.
  static String id(String id) {
    return id.replaceAll("[^A-Za-z0-9_-]", "_");
  }

  /// The arguments as the object that the dialect wants, if they are one.
  static Optional<JsonNode> input(String arguments) {
    if (arguments.isBlank()) {
      return Optional.of(Json.object());
    }
    try {
      JsonNode input = Json.tree(arguments);
      return input.isObject() ? Optional.of(input) : Optional.empty();
    } catch (IOException noJson) {
      return Optional.empty();
    }
  }
}
