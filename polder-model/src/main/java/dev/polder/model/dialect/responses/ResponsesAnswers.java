package dev.polder.model.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.http.Bytes;
import dev.polder.model.dialect.Completion;
import dev.polder.model.dialect.FinishReason;
import dev.polder.model.dialect.GarbledException;
import dev.polder.model.dialect.Letterhead;
import dev.polder.model.dialect.Part;
import dev.polder.model.dialect.Seal;
import dev.polder.model.dialect.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads and writes answers in one piece.
final class ResponsesAnswers {
  private ResponsesAnswers() {}

  static Completion read(Bytes body) throws GarbledException {
    JsonNode response;
    try {
      response = Json.tree(body);
    } catch (IOException noJson) {
      throw GarbledException.garbage("its answer is no complete JSON object");
    }
    if (!response.path("output").isArray()) {
      throw GarbledException.garbage("its answer has no output");
    }
    List<Part> parts = parts(response.path("output"));
    return new Completion(
        response.path("id").asText(""),
        response.path("model").asText(""),
        parts,
        finish(response, parts.stream().anyMatch(Part.ToolCall.class::isInstance)),
        "",
        ResponsesUsage.read(response.path("usage")));
  }

  /// The parts of an output; what the provider's own tools did, which nobody here asked for, is
  /// passed over.
  static List<Part> parts(JsonNode output) throws GarbledException {
    List<Part> parts = new ArrayList<>();
    for (JsonNode item : output) {
      switch (item.path("type").asText("")) {
        case "message" -> {
          for (JsonNode content : item.path("content")) {
            switch (content.path("type").asText("")) {
              case "output_text" -> parts.add(new Part.Text(content.path("text").asText("")));
              case "refusal" -> parts.add(new Part.Refusal(content.path("refusal").asText("")));
              default -> {}
            }
          }
        }
        case "function_call" -> parts.add(call(item, item.path("arguments").asText("")));
        case "reasoning" -> parts.add(reasoning(item));
        case "" -> throw GarbledException.garbage("an item of its answer has no type");
        default -> {}
      }
    }
    return parts;
  }

  static Part.ToolCall call(JsonNode item, String arguments) throws GarbledException {
    if (!item.path("call_id").isTextual() || !item.path("name").isTextual()) {
      throw GarbledException.garbage("a tool call of its answer has no id or name");
    }
    return new Part.ToolCall(
        item.path("call_id").textValue(), item.path("name").textValue(), arguments);
  }

  private static Part reasoning(JsonNode item) {
    StringBuilder text = new StringBuilder();
    for (String name : new String[] {"summary", "content"}) {
      for (JsonNode each : item.path(name)) {
        text.append(text.isEmpty() ? "" : "\n\n").append(each.path("text").asText(""));
      }
    }
    return new Part.Reasoning(text.toString(), seal(item));
  }

  static Seal seal(JsonNode item) {
    return Seal.carried(ResponsesRules.NAME, item.path("encrypted_content").asText(""));
  }

  static FinishReason finish(JsonNode response, boolean tools) throws GarbledException {
    return switch (response.path("status").asText("")) {
      case "completed" -> tools ? FinishReason.TOOLS : FinishReason.DONE;
      case "incomplete" ->
          response.path("incomplete_details").path("reason").asText("").equals("content_filter")
              ? FinishReason.DECLINED
              : FinishReason.OUTPUT_BOUND;
      default ->
          throw new GarbledException(
              GarbledException.Kind.CUT_OFF, "its answer was not brought to an end");
    };
  }

  static Bytes write(Completion answer, Letterhead letterhead) {
    ResponseObject response = new ResponseObject(letterhead, answer.model());
    List<ObjectNode> output = new ArrayList<>();
    for (Part part : answer.parts()) {
      output.add(response.item(part, output.size(), true));
    }
    return Json.bytes(response.ended(answer.finish(), output, answer.usage()));
  }
}
