package dev.polder.model.dialect.responses;

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

/// Reads the instructions and the input of one request.
///
/// The dialect has no turns but items: those in which the model speaks, thinks and asks for tools
/// are one turn as long as nobody else speaks, and so are results of tools.
final class ResponsesInput {
  private final Set<String> dropped;
  private final List<Turn> turns = new ArrayList<>();
  private Kind last = Kind.MESSAGE;

  /// What an item is part of.
  private enum Kind {
    MESSAGE,
    MODEL,
    RESULTS
  }

  /// @param dropped is told what is not read
  ResponsesInput(Set<String> dropped) {
    this.dropped = dropped;
  }

  List<Turn> read(Fields request) throws RefusedException {
    if (!request.has("input")) {
      throw new RefusedException("'input' is missing.", "input");
    }
    String instructions = request.text("instructions", "");
    if (!instructions.isEmpty()) {
      turns.add(new Turn(Turn.Role.SYSTEM, List.of(new Part.Text(instructions))));
    }
    JsonNode input = request.any("input");
    if (input.isTextual()) {
      turns.add(new Turn(Turn.Role.USER, List.of(new Part.Text(input.textValue()))));
      return turns;
    }
    for (JsonNode each : request.list("input")) {
      Fields item = Fields.of(each, "input");
      item.ignore("id", "status");
      readItem(item.text("type", "message"), item);
    }
    return turns;
  }

  private void readItem(String type, Fields item) throws RefusedException {
    switch (type) {
      case "message" -> readMessage(item);
      case "function_call" ->
          add(
              Kind.MODEL,
              new Part.ToolCall(
                  item.text("call_id"), item.text("name"), item.text("arguments", "")));
      case "function_call_output" ->
          add(
              Kind.RESULTS,
              new Part.ToolResult(
                  item.text("call_id"), content(item, "output", "input.output"), false));
      case "reasoning" -> add(Kind.MODEL, reasoning(item));
      case "item_reference" ->
          throw new RefusedException(
              "'input' refers to an item that was stored, and Polder stores nothing."
                  + " Send the item itself, and 'store': false.",
              "input");
      default -> {
        // What the provider's own tools did; what was said around it remains.
        dropped.add("input(" + type.replaceAll("[^A-Za-z0-9_.-]", "?") + ")");
        return;
      }
    }
    item.close(dropped);
  }

  private void readMessage(Fields item) throws RefusedException {
    item.ignore("phase");
    List<Part> parts = content(item, "content", "input.content");
    switch (item.text("role")) {
      case "system", "developer" -> turns.add(new Turn(Turn.Role.SYSTEM, parts));
      case "user" -> turns.add(new Turn(Turn.Role.USER, parts));
      case "assistant" -> {
        parts.forEach(part -> add(Kind.MODEL, part));
        return;
      }
      default -> throw item.wrong("role", "'system', 'developer', 'user' or 'assistant'");
    }
    last = Kind.MESSAGE;
  }

  private void add(Kind kind, Part part) {
    List<Part> parts = new ArrayList<>();
    if (last == kind && !turns.isEmpty()) {
      parts.addAll(turns.removeLast().parts());
    }
    parts.add(part);
    turns.add(new Turn(kind == Kind.MODEL ? Turn.Role.ASSISTANT : Turn.Role.USER, parts));
    last = kind;
  }

  private Part reasoning(Fields item) throws RefusedException {
    StringBuilder text = new StringBuilder();
    for (String name : new String[] {"summary", "content"}) {
      for (JsonNode each : item.list(name)) {
        text.append(text.isEmpty() ? "" : "\n\n").append(each.path("text").asText(""));
      }
    }
    String sealed = item.text("encrypted_content", "");
    return new Part.Reasoning(text.toString(), Seal.carried(ResponsesRules.NAME, sealed));
  }

  private List<Part> content(Fields holder, String name, String path) throws RefusedException {
    JsonNode content = holder.any(name);
    if (content.isMissingNode()) {
      throw new RefusedException("'%s' is missing.".formatted(path), path);
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
      Fields part = Fields.of(each, path);
      part.ignore("annotations", "logprobs");
      parts.add(part(part));
      part.close(dropped);
    }
    return parts;
  }

  private static Part part(Fields part) throws RefusedException {
    return switch (part.text("type")) {
      case "input_text", "output_text", "text" -> new Part.Text(part.text("text"));
      case "refusal" -> new Part.Refusal(part.text("refusal"));
      case "input_image" -> {
        if (part.has("file_id")) {
          throw part.wrong("file_id", "left out: a stored file is known to one provider");
        }
        String detail = part.text("detail", "");
        yield Images.read(
            part.text("image_url"), detail.equals("auto") ? "" : detail, part.path("image_url"));
      }
      default ->
          throw part.wrong(
              "type",
              "'input_text' or 'input_image': other content is not translated, so send it as text");
    };
  }
}
