package dev.polder.model.dialect.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.http.Bytes;
import dev.polder.model.dialect.Completion;
import dev.polder.model.dialect.FinishReason;
import dev.polder.model.dialect.GarbledException;
import dev.polder.model.dialect.Letterhead;
import dev.polder.model.dialect.Part;
import dev.polder.model.dialect.Seal;
import dev.polder.model.dialect.Turns;
import dev.polder.model.dialect.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads and writes answers in one piece.
final class ChatAnswers {
  private ChatAnswers() {}

  static Completion read(Bytes body) throws GarbledException {
    JsonNode answer;
    try {
      answer = Json.tree(body);
    } catch (IOException noJson) {
      throw GarbledException.garbage("its answer is no complete JSON object");
    }
    JsonNode choice = answer.path("choices").path(0);
    JsonNode message = choice.path("message");
    if (!message.isObject()) {
      throw GarbledException.garbage("its answer has no message");
    }
    if (!choice.path("finish_reason").isTextual()) {
      throw GarbledException.garbage("its answer does not say why it ended");
    }
    List<Part> parts = parts(message);
    boolean tools = parts.stream().anyMatch(Part.ToolCall.class::isInstance);
    FinishReason finish = Finish.read(choice.path("finish_reason").textValue(), tools);
    return new Completion(
        answer.path("id").asText(""),
        answer.path("model").asText(""),
        parts,
        finish,
        "",
        ChatUsage.read(answer.path("usage")));
  }

  private static List<Part> parts(JsonNode message) throws GarbledException {
    List<Part> parts = new ArrayList<>();
    String reasoning = text(message.path("reasoning_content"));
    reasoning = reasoning.isEmpty() ? text(message.path("reasoning")) : reasoning;
    if (!reasoning.isEmpty()) {
      parts.add(new Part.Reasoning(reasoning, Seal.NONE));
    }
    String content = text(message.path("content"));
    if (!content.isEmpty()) {
      parts.add(new Part.Text(content));
    }
    String refusal = text(message.path("refusal"));
    if (!refusal.isEmpty()) {
      parts.add(new Part.Refusal(refusal));
    }
    int number = 0;
    for (JsonNode call : message.path("tool_calls")) {
      JsonNode function = call.path("function");
      if (!function.path("name").isTextual()) {
        throw GarbledException.garbage("a tool call of its answer names no function");
      }
      String id = call.path("id").asText("");
      parts.add(
          new Part.ToolCall(
              id.isEmpty() ? ChatDecoder.madeUpId(number) : id,
              function.path("name").textValue(),
              arguments(function.path("arguments"))));
      number++;
    }
    return parts;
  }

  /// Some servers send the arguments as the object itself.
  private static String arguments(JsonNode arguments) {
    return arguments.isTextual()
        ? arguments.textValue()
        : arguments.isObject() ? arguments.toString() : "";
  }

  /// A text, or the texts of a list of parts.
  private static String text(JsonNode content) {
    if (content.isTextual()) {
      return content.textValue();
    }
    StringBuilder text = new StringBuilder();
    if (content.isArray()) {
      content.forEach(part -> text.append(part.path("text").asText("")));
    }
    return text.toString();
  }

  static Bytes write(Completion answer, Letterhead letterhead) {
    ObjectNode written = Json.object();
    written.put("id", ChatEncoder.id(letterhead));
    written.put("object", "chat.completion");
    written.put("created", letterhead.created().getEpochSecond());
    written.put("model", answer.model());
    ObjectNode choice = written.putArray("choices").addObject();
    choice.put("index", 0);
    writeMessage(answer.parts(), choice.putObject("message").put("role", "assistant"));
    choice.putNull("logprobs");
    choice.put("finish_reason", Finish.word(answer.finish()));
    written.set("usage", ChatUsage.tree(answer.usage()));
    return Json.bytes(written);
  }

  private static void writeMessage(List<Part> parts, ObjectNode message) {
    String text = Turns.text(parts, "");
    StringBuilder refusal = new StringBuilder();
    StringBuilder reasoning = new StringBuilder();
    boolean tools = false;
    for (Part part : parts) {
      switch (part) {
        case Part.Refusal declined -> refusal.append(declined.text());
        case Part.Reasoning thought -> reasoning.append(thought.text());
        case Part.ToolCall call -> {
          tools = true;
          ObjectNode written = message.withArrayProperty("tool_calls").addObject();
          written.put("id", call.id()).put("type", "function");
          written
              .putObject("function")
              .put("name", call.name())
              .put("arguments", call.arguments().isEmpty() ? "{}" : call.arguments());
        }
        case Part.Text ignored -> {}
        case Part.ImageAddress ignored -> {}
        case Part.ImageBytes ignored -> {}
        case Part.ToolResult ignored -> {}
      }
    }
    if (text.isEmpty() && (tools || !refusal.isEmpty())) {
      message.putNull("content");
    } else {
      message.put("content", text);
    }
    if (refusal.isEmpty()) {
      message.putNull("refusal");
    } else {
      message.put("refusal", refusal.toString());
    }
    if (!reasoning.isEmpty()) {
      message.put("reasoning_content", reasoning.toString());
    }
  }
}
