package dev.polder.model.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.model.dialect.TokenUsage;
import dev.polder.model.dialect.json.Json;

/// The dialect's count of tokens.
final class ResponsesUsage {
  private ResponsesUsage() {}

  static TokenUsage read(JsonNode usage) {
    return new TokenUsage(
        usage.path("input_tokens").asLong(),
        usage.path("output_tokens").asLong(),
        usage.path("input_tokens_details").path("cached_tokens").asLong(),
        usage.path("input_tokens_details").path("cache_write_tokens").asLong(),
        usage.path("output_tokens_details").path("reasoning_tokens").asLong());
  }

  static ObjectNode tree(TokenUsage usage) {
    ObjectNode tree = Json.object();
    tree.put("input_tokens", usage.input());
    tree.putObject("input_tokens_details")
        .put("cached_tokens", usage.cacheRead())
        .put("cache_write_tokens", usage.cacheWrite());
    tree.put("output_tokens", usage.output());
    tree.putObject("output_tokens_details").put("reasoning_tokens", usage.reasoning());
    tree.put("total_tokens", usage.total());
    return tree;
  }
}
