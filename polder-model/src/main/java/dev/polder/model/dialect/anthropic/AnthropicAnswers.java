package dev.polder.model.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.http.Bytes;
import dev.polder.model.dialect.Completion;
import dev.polder.model.dialect.GarbledException;
import dev.polder.model.dialect.Letterhead;
import dev.polder.model.dialect.Part;
import dev.polder.model.dialect.Seal;
import dev.polder.model.dialect.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads and writes answers in one piece.
final class AnthropicAnswers {
  private AnthropicAnswers() {}

  static String id(Letterhead letterhead) {
    return "msg_" + letterhead.id();
  }

  static Completion read(Bytes body) throws GarbledException {
    JsonNode answer;
    try {
      answer = Json.tree(body);
    } catch (IOException noJson) {
      throw GarbledException.garbage("its answer is no complete JSON object");
    }
    if (!answer.path("content").isArray()) {
      throw GarbledException.garbage("its answer has no content");
    }
    if (!answer.path("stop_reason").isTextual()) {
      throw GarbledException.garbage("its answer does not say why it ended");
    }
    List<Part> parts = new ArrayList<>();
    for (JsonNode block : answer.path("content")) {
      part(block).ifPresent(parts::add);
    }
    return new Completion(
        answer.path("id").asText(""),
        answer.path("model").asText(""),
        parts,
        StopReason.read(answer.path("stop_reason").textValue()),
        answer.path("stop_sequence").asText(""),
        AnthropicUsage.read(answer.path("usage")));
  }

  /// A block of an answer, or of a stream where it begins; nothing for what the provider's own
  /// tools did, which nobody here asked for.
  static Optional<Part> part(JsonNode block) throws GarbledException {
    return switch (block.path("type").asText("")) {
      case "text" -> Optional.of(new Part.Text(block.path("text").asText("")));
      case "thinking" ->
          Optional.of(
              new Part.Reasoning(
                  block.path("thinking").asText(""), seal(block.path("signature").asText(""))));
      case "redacted_thinking" ->
          Optional.of(
              new Part.Reasoning(
                  "", new Seal(AnthropicMessages.REDACTED, block.path("data").asText(""))));
      case "tool_use" -> {
        if (!block.path("id").isTextual() || !block.path("name").isTextual()) {
          throw GarbledException.garbage("a tool call of its answer has no id or name");
        }
        JsonNode input = block.path("input");
        yield Optional.of(
            new Part.ToolCall(
                block.path("id").textValue(),
                block.path("name").textValue(),
                input.isObject() ? input.toString() : ""));
      }
      case "" -> throw GarbledException.garbage("a block of its answer has no type");
      default -> Optional.empty();
    };
  }

  static Seal seal(String signature) {
    return Seal.carried(AnthropicRules.NAME, signature);
  }

  static Bytes write(Completion answer, Letterhead letterhead) throws GarbledException {
    ObjectNode written = Json.object();
    written.put("id", id(letterhead));
    written.put("type", "message");
    written.put("role", "assistant");
    written.put("model", answer.model());
    ArrayNode content = written.putArray("content");
    for (Part part : answer.parts()) {
      writePart(part, content);
    }
    boolean declined = answer.parts().stream().anyMatch(Part.Refusal.class::isInstance);
    written.put("stop_reason", StopReason.word(answer.finish(), declined));
    if (answer.stopSequence().isEmpty()) {
      written.putNull("stop_sequence");
    } else {
      written.put("stop_sequence", answer.stopSequence());
    }
    written.set("usage", AnthropicUsage.tree(answer.usage()));
    return Json.bytes(written);
  }

  private static void writePart(Part part, ArrayNode content) throws GarbledException {
    switch (part) {
      case Part.Text text -> content.addObject().put("type", "text").put("text", text.text());
      case Part.Refusal declined ->
          content.addObject().put("type", "text").put("text", declined.text());
      case Part.Reasoning thought -> AnthropicBlocks.writeReasoning(thought, content.addObject());
      case Part.ToolCall call -> {
        ObjectNode block = content.addObject().put("type", "tool_use");
        block.put("id", AnthropicBlocks.id(call.id())).put("name", call.name());
        block.set(
            "input",
            AnthropicBlocks.input(call.arguments())
                .orElseThrow(() ->
                    GarbledException.garbage("the arguments of its tool call are no JSON object")));
      }
      case Part.ImageAddress ignored -> {}
      case Part.ImageBytes ignored -> {}
      case Part.ToolResult ignored -> {}
    }
  }
}
