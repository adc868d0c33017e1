package dev.polder.model.dialect.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polder.model.dialect.Part;
import dev.polder.model.dialect.RefusedException;
import dev.polder.model.dialect.Seal;
import dev.polder.model.dialect.Turn;
import dev.polder.model.dialect.wire.Fields;
import dev.polder.model.dialect.wire.Images;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads the messages of one request.
final class ChatMessages {
  private final Set<String> dropped;

  /// @param dropped is told what is not read
  ChatMessages(Set<String> dropped) {
    this.dropped = dropped;
  }

  /// The messages as turns; results of tools that follow each other are one turn.
  List<Turn> read(Fields request) throws RefusedException {
    if (!request.has("messages")) {
      throw new RefusedException("'messages' is missing.", "messages");
    }
    List<Turn> turns = new ArrayList<>();
    boolean resultsOpen = false;
    for (JsonNode each : request.list("messages")) {
      Fields message = Fields.of(each, "messages");
      String role = message.text("role");
      boolean isResult = role.equals("tool");
      Turn turn = turn(role, message);
      message.close(dropped);
      if (isResult && resultsOpen) {
        List<Part> results = new ArrayList<>(turns.removeLast().parts());
        results.addAll(turn.parts());
        turns.add(new Turn(Turn.Role.USER, results));
      } else {
        turns.add(turn);
      }
      resultsOpen = isResult;
    }
    return turns;
  }

  private Turn turn(String role, Fields message) throws RefusedException {
    return switch (role) {
      case "system", "developer" -> new Turn(Turn.Role.SYSTEM, content(message));
      case "user" -> new Turn(Turn.Role.USER, content(message));
      case "assistant" -> new Turn(Turn.Role.ASSISTANT, said(message));
      case "tool" ->
          new Turn(
              Turn.Role.USER,
              List.of(new Part.ToolResult(message.text("tool_call_id"), content(message), false)));
      default ->
          throw message.wrong("role", "'system', 'developer', 'user', 'assistant' or 'tool'");
    };
  }

  private List<Part> said(Fields message) throws RefusedException {
    List<Part> parts = new ArrayList<>();
    String reasoning = message.text("reasoning_content", "");
    if (!reasoning.isEmpty()) {
      parts.add(new Part.Reasoning(reasoning, Seal.NONE));
    }
    parts.addAll(content(message));
    String refusal = message.text("refusal", "");
    if (!refusal.isEmpty()) {
      parts.add(new Part.Refusal(refusal));
    }
    for (JsonNode each : message.list("tool_calls")) {
      Fields call = Fields.of(each, "messages.tool_calls");
      if (!call.text("type", "function").equals("function")) {
        throw call.wrong("type", "'function': other tools are not translated");
      }
      Fields function = call.object("function");
      parts.add(
          new Part.ToolCall(
              call.text("id"), function.text("name"), function.text("arguments", "")));
      call.close(dropped);
    }
    return parts;
  }

  private List<Part> content(Fields message) throws RefusedException {
    JsonNode content = message.any("content");
    if (content.isMissingNode()) {
      return List.of();
    }
    if (content.isTextual()) {
      return content.textValue().isEmpty()
          ? List.of()
          : List.of(new Part.Text(content.textValue()));
    }
    List<Part> parts = new ArrayList<>();
    for (JsonNode each : message.list("content")) {
      Fields part = Fields.of(each, "messages.content");
      parts.add(part(part));
      part.close(dropped);
    }
    return parts;
  }

  private static Part part(Fields part) throws RefusedException {
    return switch (part.text("type")) {
      case "text" -> new Part.Text(part.text("text"));
      case "refusal" -> new Part.Refusal(part.text("refusal"));
      case "image_url" -> {
        Fields image = part.object("image_url");
        yield Images.read(image.text("url"), image.text("detail", ""), image.path("url"));
      }
      default ->
          throw part.wrong(
              "type", "'text' or 'image_url': other content is not translated, so send it as text");
    };
  }
}
