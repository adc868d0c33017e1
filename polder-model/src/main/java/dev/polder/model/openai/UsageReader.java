package dev.polder.model.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.polder.model.Usage;
import java.io.IOException;
import java.util.Optional;

/// Reads the value of a `usage` field; the parser stands on it, and on its last token afterwards.
final class UsageReader {
  private UsageReader() {}

  static Optional<Usage> read(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return Optional.empty();
    }
    long input = 0;
    long output = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      if (token == JsonToken.VALUE_NUMBER_INT) {
        switch (name) {
          case "prompt_tokens" -> input = json.getLongValue();
          case "completion_tokens" -> output = json.getLongValue();
          default -> {}
        }
      }
      json.skipChildren();
    }
    return Optional.of(new Usage(input, output));
  }
}
