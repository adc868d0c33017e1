package dev.polder.evals.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.polder.evals.sample.Message;
import dev.polder.http.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What a request asks, for judges.
final class Conversation {
  private static final JsonMapper JSON = new JsonMapper();

  private Conversation() {}

  /// The messages of a chat's body as far as they are text; one empty message where there are none.
  static List<Message> of(Bytes request) {
    List<Message> messages = new ArrayList<>();
    for (JsonNode message : read(request).path("messages")) {
      String role = message.path("role").asText();
      if (Message.ROLES.contains(role)) {
        messages.add(new Message(role, text(message.path("content"))));
      }
    }
    return messages.isEmpty() ? List.of(new Message("user", "")) : messages;
  }

  private static JsonNode read(Bytes request) {
    try {
      return JSON.readTree(request.array(), request.offset(), request.length());
    } catch (IOException noJson) {
      return JSON.createObjectNode();
    }
  }

  private static String text(JsonNode content) {
    if (!content.isArray()) {
      return content.asText("");
    }
    StringBuilder text = new StringBuilder();
    content.forEach(part -> text.append(part.path("text").asText("")));
    return text.toString();
  }
}
