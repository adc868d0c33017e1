package dev.polder.model.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.model.dialect.TokenUsage;
import dev.polder.model.dialect.json.Json;

/// The dialect's count of tokens: its `input_tokens` are those that no cache had a part in.
final class AnthropicUsage {
  private AnthropicUsage() {}

  static TokenUsage read(JsonNode usage) {
    return read(usage, TokenUsage.UNKNOWN);
  }

  /// Counts in a stream are cumulative, and later ones may leave out what has not changed.
  static TokenUsage read(JsonNode usage, TokenUsage before) {
    long cacheRead = usage.path("cache_read_input_tokens").asLong(before.cacheRead());
    long cacheWrite = usage.path("cache_creation_input_tokens").asLong(before.cacheWrite());
    long uncached = usage.path("input_tokens").asLong(before.uncached());
    return new TokenUsage(
        uncached + cacheRead + cacheWrite,
        usage.path("output_tokens").asLong(before.output()),
        cacheRead,
        cacheWrite,
        usage.path("output_tokens_details").path("thinking_tokens").asLong(before.reasoning()));
  }

  static ObjectNode tree(TokenUsage usage) {
    ObjectNode tree = Json.object();
    tree.put("input_tokens", usage.uncached());
    tree.put("cache_creation_input_tokens", usage.cacheWrite());
    tree.put("cache_read_input_tokens", usage.cacheRead());
    tree.put("output_tokens", usage.output());
    tree.putObject("output_tokens_details").put("thinking_tokens", usage.reasoning());
    return tree;
  }
}
