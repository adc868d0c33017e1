package dev.polder.model.dialect.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.model.dialect.Conversation;
import dev.polder.model.dialect.Feature;
import dev.polder.model.dialect.OutputFormat;
import dev.polder.model.dialect.Part;
import dev.polder.model.dialect.Tool;
import dev.polder.model.dialect.ToolChoice;
import dev.polder.model.dialect.Turn;
import dev.polder.model.dialect.Turns;
import dev.polder.model.dialect.json.Json;
import dev.polder.model.dialect.wire.Images;
import dev.polder.model.dialect.wire.SettingFields;
import java.util.ArrayList;
import java.util.List;

/// Writes requests: nothing is to be stored, and reasoning is to be sealed so that it can come
/// back.
final class ResponsesRequestWriter {
  private ResponsesRequestWriter() {}

  static ObjectNode write(Conversation conversation) {
    ObjectNode request = Json.object();
    request.put("model", conversation.model());
    List<Turn> system = Turns.leadingSystem(conversation.turns());
    List<Part> texts = new ArrayList<>();
    system.forEach(turn -> texts.addAll(turn.parts()));
    String instructions = Turns.text(texts, "\n\n");
    if (!instructions.isEmpty()) {
      request.put("instructions", instructions);
    }
    ArrayNode input = request.putArray("input");
    conversation.turns().stream()
        .skip(system.size())
        .forEach(turn -> turn.parts().forEach(part -> writePart(turn.role(), part, input)));
    writeTools(conversation, request);
    SettingFields.write(request, conversation.settings(), ResponsesRules.RULES);
    conversation
        .settings()
        .value(Feature.USER)
        .ifPresent(user -> request.set("safety_identifier", user));
    writeFormat(conversation.format(), request);
    request.put("store", false);
    // Models that do not reason refuse to seal reasoning, so who shows no interest gets none.
    if (conversation.settings().value(Feature.EFFORT).isPresent()
        || Feature.OWN_REASONING.isIn(conversation, ResponsesRules.NAME)) {
      request.putArray("include").add("reasoning.encrypted_content");
    }
    if (conversation.stream()) {
      request.put("stream", true);
    }
    return request;
  }

  private static void writePart(Turn.Role role, Part part, ArrayNode input) {
    switch (part) {
      case Part.ToolCall call ->
          input
              .addObject()
              .put("type", "function_call")
              .put("call_id", call.id())
              .put("name", call.name())
              .put("arguments", call.arguments().isEmpty() ? "{}" : call.arguments());
      case Part.ToolResult result -> {
        ObjectNode item = input.addObject().put("type", "function_call_output");
        item.put("call_id", result.callId());
        if (Turns.images(result.content()) == 0) {
          item.put("output", Turns.text(result.content(), "\n"));
        } else {
          ArrayNode output = item.putArray("output");
          result.content().forEach(piece -> writeContent(Turn.Role.USER, piece, output));
        }
      }
      case Part.Reasoning thought -> {
        ObjectNode item = input.addObject().put("type", "reasoning");
        ArrayNode summary = item.putArray("summary");
        if (!thought.text().isEmpty()) {
          summary.addObject().put("type", "summary_text").put("text", thought.text());
        }
        item.put("encrypted_content", thought.seal().value());
      }
      case Part.Text ignored -> writeContent(role, part, message(role, input));
      case Part.Refusal ignored -> writeContent(role, part, message(role, input));
      case Part.ImageAddress ignored -> writeContent(role, part, message(role, input));
      case Part.ImageBytes ignored -> writeContent(role, part, message(role, input));
    }
  }

  /// The content of the last item if it is a message of that role, else of a new one.
  private static ArrayNode message(Turn.Role role, ArrayNode input) {
    String name =
        switch (role) {
          case SYSTEM -> "system";
          case USER -> "user";
          case ASSISTANT -> "assistant";
        };
    if (!input.isEmpty()
        && input.get(input.size() - 1) instanceof ObjectNode item
        && item.path("role").asText("").equals(name)) {
      return item.withArrayProperty("content");
    }
    return input.addObject().put("type", "message").put("role", name).putArray("content");
  }

  private static void writeContent(Turn.Role role, Part part, ArrayNode content) {
    switch (part) {
      case Part.Text text ->
          content
              .addObject()
              .put("type", role == Turn.Role.ASSISTANT ? "output_text" : "input_text")
              .put("text", text.text());
      case Part.Refusal declined ->
          content.addObject().put("type", "refusal").put("refusal", declined.text());
      case Part.ImageAddress image -> writeImage(image.url(), image.detail(), content);
      case Part.ImageBytes image -> writeImage(Images.url(image), image.detail(), content);
      case Part.Reasoning ignored -> {}
      case Part.ToolCall ignored -> {}
      case Part.ToolResult ignored -> {}
    }
  }

  private static void writeImage(String url, String detail, ArrayNode content) {
    content
        .addObject()
        .put("type", "input_image")
        .put("image_url", url)
        .put("detail", detail.isEmpty() ? "auto" : detail);
  }

  private static void writeTools(Conversation conversation, ObjectNode request) {
    for (Tool tool : conversation.tools()) {
      ObjectNode written = request.withArrayProperty("tools").addObject();
      written.put("type", "function").put("name", tool.name());
      if (!tool.description().isEmpty()) {
        written.put("description", tool.description());
      }
      if (tool.schema().isObject()) {
        written.set("parameters", tool.schema());
      } else {
        written.putObject("parameters").put("type", "object").putObject("properties");
      }
      // This dialect alone is strict where nothing is said.
      written.put("strict", tool.strict().orElse(false));
    }
    switch (conversation.toolChoice()) {
      case ToolChoice.Unsaid ignored -> {}
      case ToolChoice.Free ignored -> request.put("tool_choice", "auto");
      case ToolChoice.Forbidden ignored -> request.put("tool_choice", "none");
      case ToolChoice.Required ignored -> request.put("tool_choice", "required");
      case ToolChoice.Named named ->
          request.putObject("tool_choice").put("type", "function").put("name", named.name());
    }
  }

  private static void writeFormat(OutputFormat format, ObjectNode request) {
    switch (format) {
      case OutputFormat.Free ignored -> {}
      case OutputFormat.AnyObject ignored ->
          request.withObjectProperty("text").putObject("format").put("type", "json_object");
      case OutputFormat.Schema schema -> {
        ObjectNode written = request.withObjectProperty("text").putObject("format");
        written.put("type", "json_schema");
        written.put("name", schema.name().isEmpty() ? "answer" : schema.name());
        if (!schema.description().isEmpty()) {
          written.put("description", schema.description());
        }
        written.set("schema", schema.schema());
        schema.strict().ifPresent(strict -> written.put("strict", strict));
      }
    }
  }
}
