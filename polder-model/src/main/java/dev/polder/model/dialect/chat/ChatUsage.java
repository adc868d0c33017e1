package dev.polder.model.dialect.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.model.dialect.TokenUsage;
import dev.polder.model.dialect.json.Json;
import java.io.IOException;

/// The dialect's count of tokens.
final class ChatUsage {
  private ChatUsage() {}

  static TokenUsage read(JsonNode usage) {
    return new TokenUsage(
        usage.path("prompt_tokens").asLong(),
        usage.path("completion_tokens").asLong(),
        usage.path("prompt_tokens_details").path("cached_tokens").asLong(),
        usage.path("prompt_tokens_details").path("cache_write_tokens").asLong(),
        usage.path("completion_tokens_details").path("reasoning_tokens").asLong());
  }

  /// The parser stands on the object's start, and on its end afterwards.
  static TokenUsage read(JsonParser json) throws IOException {
    long input = 0;
    long output = 0;
    long cacheRead = 0;
    long cacheWrite = 0;
    long reasoning = 0;
    int depth = 1;
    while (depth > 0) {
      JsonToken token = json.nextToken();
      if (token == null) {
        break;
      }
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.VALUE_NUMBER_INT && json.currentName() != null) {
        long tokens = json.getValueAsLong();
        switch (json.currentName()) {
          case "prompt_tokens" -> input = depth == 1 ? tokens : input;
          case "completion_tokens" -> output = depth == 1 ? tokens : output;
          case "cached_tokens" -> cacheRead = tokens;
          case "cache_write_tokens" -> cacheWrite = tokens;
          case "reasoning_tokens" -> reasoning = tokens;
          default -> {}
        }
      }
    }
    return new TokenUsage(input, output, cacheRead, cacheWrite, reasoning);
  }

  static ObjectNode tree(TokenUsage usage) {
    ObjectNode tree = Json.object();
    tree.put("prompt_tokens", usage.input());
    tree.put("completion_tokens", usage.output());
    tree.put("total_tokens", usage.total());
    tree.putObject("prompt_tokens_details")
        .put("cached_tokens", usage.cacheRead())
        .put("cache_write_tokens", usage.cacheWrite());
    tree.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoning());
    return tree;
  }

  static void write(JsonGenerator json, TokenUsage usage) throws IOException {
    json.writeFieldName("usage");
    json.writeRawValue(tree(usage).toString());
  }
}
