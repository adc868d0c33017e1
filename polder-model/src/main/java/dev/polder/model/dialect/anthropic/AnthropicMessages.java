package dev.polder.model.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polder.model.dialect.Part;
import dev.polder.model.dialect.RefusedException;
import dev.polder.model.dialect.Seal;
import dev.polder.model.dialect.Turn;
import dev.polder.model.dialect.wire.Fields;
import dev.polder.model.dialect.wire.Images;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the system prompt and the messages of one request.
final class AnthropicMessages {
  /// Of reasoning that is sealed whole, so that nobody reads it.
  static final String REDACTED = AnthropicRules.NAME + "-redacted";

  private final Set<String> dropped;

  /// @param dropped is told what is not read
  AnthropicMessages(Set<String> dropped) {
    this.dropped = dropped;
  }

  List<Turn> read(Fields request) throws RefusedException {
    if (!request.has("messages")) {
      throw new RefusedException("'messages' is missing.", "messages");
    }
    List<Turn> turns = new ArrayList<>();
    for (Part prompt : content(request, "system", "system")) {
      turns.add(new Turn(Turn.Role.SYSTEM, List.of(prompt)));
    }
    for (JsonNode each : request.list("messages")) {
      Fields message = Fields.of(each, "messages");
      Turn.Role role =
          switch (message.text("role")) {
            case "user" -> Turn.Role.USER;
            case "assistant" -> Turn.Role.ASSISTANT;
            case "system" -> Turn.Role.SYSTEM;
            default -> throw message.wrong("role", "'user', 'assistant' or 'system'");
          };
      if (!message.has("content")) {
        throw new RefusedException("'messages.content' is missing.", "messages.content");
      }
      turns.add(new Turn(role, content(message, "content", "messages.content")));
      message.close(dropped);
    }
    return turns;
  }

  private List<Part> content(Fields holder, String name, String path) throws RefusedException {
    JsonNode content = holder.any(name);
    if (content.isMissingNode()) {
      return List.of();
    }
    if (content.isTextual()) {
      return content.textValue().isEmpty()
          ? List.of()
          : List.of(new Part.Text(content.textValue()));
    }
    if (!content.isArray()) {
      throw holder.wrong(name, "a string or a list");
    }
    List<Part> parts = new ArrayList<>();
    for (JsonNode each : content) {
      Fields block = Fields.of(each, path);
      Optional<Part> part = part(block);
      part.ifPresent(parts::add);
      if (part.isPresent()) {
        block.close(dropped);
      }
    }
    return parts;
  }

  private Optional<Part> part(Fields block) throws RefusedException {
    String type = block.text("type");
    return switch (type) {
      case "text" -> Optional.of(new Part.Text(block.text("text")));
      case "image" -> Optional.of(image(block.object("source")));
      case "thinking" -> {
        String text = block.text("thinking");
        String signature = block.text("signature", "");
        yield Optional.of(new Part.Reasoning(text, Seal.carried(AnthropicRules.NAME, signature)));
      }
      case "redacted_thinking" ->
          Optional.of(new Part.Reasoning("", new Seal(REDACTED, block.text("data"))));
      case "tool_use" -> {
        block.ignore("caller");
        JsonNode input = block.any("input");
        if (!input.isObject()) {
          throw block.wrong("input", "an object");
        }
        yield Optional.of(
            new Part.ToolCall(block.text("id"), block.text("name"), input.toString()));
      }
      case "tool_result" ->
          Optional.of(
              new Part.ToolResult(
                  block.text("tool_use_id"),
                  content(block, "content", "messages.content.content"),
                  block.flag("is_error").orElse(false)));
      case "document", "search_result", "container_upload" ->
          throw block.wrong("type", "one that is translated: send the text of it as 'text'");
      default -> {
        // What the provider's own tools did; the text around it remains.
        dropped.add("messages.content(" + type.replaceAll("[^A-Za-z0-9_.-]", "?") + ")");
        yield Optional.empty();
      }
    };
  }

  private static Part image(Fields source) throws RefusedException {
    return switch (source.text("type")) {
      case "base64" -> new Part.ImageBytes(source.text("media_type"), source.text("data"), "");
      case "url" -> Images.read(source.text("url"), "", source.path("url"));
      default ->
          throw source.wrong("type", "'base64' or 'url': a stored file is known to one provider");
    };
  }
}
