package dev.polder.model.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.model.dialect.Conversation;
import dev.polder.model.dialect.DialectRules;
import dev.polder.model.dialect.Feature;
import dev.polder.model.dialect.OutputFormat;
import dev.polder.model.dialect.Part;
import dev.polder.model.dialect.RefusedException;
import dev.polder.model.dialect.Sending;
import dev.polder.model.dialect.Settings;
import dev.polder.model.dialect.Tool;
import dev.polder.model.dialect.ToolChoice;
import dev.polder.model.dialect.Turn;
import dev.polder.model.dialect.Turns;
import dev.polder.model.dialect.json.Json;
import dev.polder.model.dialect.wire.SettingFields;
import java.util.ArrayList;
import java.util.List;

/// Writes requests of one version.
record AnthropicRequestWriter(AnthropicVersion version) {

  ObjectNode write(Conversation conversation, Sending sending) throws RefusedException {
    ObjectNode request = Json.object();
    request.put("model", conversation.model());
    Settings settings = conversation.settings();
    JsonNode bound =
        settings
            .value(Feature.OUTPUT_BOUND)
            .orElse(JsonNodeFactory.instance.numberNode(sending.outputBound()));
    request.set("max_tokens", bound);
    writeSystem(conversation.turns(), request);
    ArrayNode messages = request.putArray("messages");
    for (Turn turn : Turns.joined(spoken(conversation.turns()))) {
      writeTurn(turn, messages);
    }
    writeTools(conversation, request);
    DialectRules rules = AnthropicRules.of(version);
    SettingFields.write(request, settings, rules);
    settings
        .value(Feature.TEMPERATURE)
        .ifPresent(value ->
            request.set(
                "temperature",
                value.doubleValue() > 1 ? JsonNodeFactory.instance.numberNode(1) : value));
    writeThinking(settings, request);
    if (conversation.format() instanceof OutputFormat.Schema schema) {
      ObjectNode format = request.withObjectProperty("output_config").putObject("format");
      format.put("type", "json_schema").set("schema", schema.schema());
    }
    if (conversation.stream()) {
      request.put("stream", true);
    }
    return request;
  }

  /// The turns that stand among the messages.
  private List<Turn> spoken(List<Turn> turns) {
    return switch (version) {
      case V2023_06_01 -> turns.stream().filter(turn -> turn.role() != Turn.Role.SYSTEM).toList();
      case V2026_10_21 -> turns.subList(Turns.leadingSystem(turns).size(), turns.size());
    };
  }

  private void writeSystem(List<Turn> turns, ObjectNode request) {
    List<Turn> system =
        switch (version) {
          case V2023_06_01 ->
              turns.stream().filter(turn -> turn.role() == Turn.Role.SYSTEM).toList();
          case V2026_10_21 -> Turns.leadingSystem(turns);
        };
    List<Part> texts = new ArrayList<>();
    system.forEach(turn -> texts.addAll(turn.parts()));
    String whole = Turns.text(texts, "\n\n");
    if (whole.isEmpty()) {
      return;
    }
    if (texts.size() == 1) {
      request.put("system", whole);
      return;
    }
    ArrayNode blocks = request.putArray("system");
    for (Part part : texts) {
      if (part instanceof Part.Text text && !text.text().isEmpty()) {
        blocks.addObject().put("type", "text").put("text", text.text());
      }
    }
  }

  /// Results of tools come first, as the dialect wants them right behind their calls.
  private static void writeTurn(Turn turn, ArrayNode messages) throws RefusedException {
    ArrayNode content = JsonNodeFactory.instance.arrayNode();
    for (Part part : turn.parts()) {
      if (part instanceof Part.ToolResult) {
        writePart(part, content);
      }
    }
    for (Part part : turn.parts()) {
      if (!(part instanceof Part.ToolResult)) {
        writePart(part, content);
      }
    }
    if (content.isEmpty()) {
      return;
    }
    String role =
        switch (turn.role()) {
          case SYSTEM -> "system";
          case USER -> "user";
          case ASSISTANT -> "assistant";
        };
    ObjectNode message = messages.addObject().put("role", role);
    if (content.size() == 1 && content.path(0).path("type").textValue().equals("text")) {
      message.set("content", content.path(0).path("text"));
    } else {
      message.set("content", content);
    }
  }

  private static void writePart(Part part, ArrayNode content) throws RefusedException {
    switch (part) {
      case Part.Text text -> writeText(text.text(), content);
      case Part.Refusal declined -> writeText(declined.text(), content);
      case Part.Reasoning thought -> AnthropicBlocks.writeReasoning(thought, content.addObject());
      case Part.ImageAddress image ->
          content
              .addObject()
              .put("type", "image")
              .putObject("source")
              .put("type", "url")
              .put("url", image.url());
      case Part.ImageBytes image ->
          content
              .addObject()
              .put("type", "image")
              .putObject("source")
              .put("type", "base64")
              .put("media_type", image.mediaType())
              .put("data", image.base64());
      case Part.ToolCall call -> {
        ObjectNode block = content.addObject().put("type", "tool_use");
        block.put("id", AnthropicBlocks.id(call.id())).put("name", call.name());
        block.set(
            "input",
            AnthropicBlocks.input(call.arguments())
                .orElseThrow(() ->
                    new RefusedException(
                        "The arguments of the tool call '%s' must be a JSON object."
                            .formatted(call.id()),
                        "messages")));
      }
      case Part.ToolResult result -> {
        ObjectNode block = content.addObject().put("type", "tool_result");
        block.put("tool_use_id", AnthropicBlocks.id(result.callId()));
        ArrayNode said = block.putArray("content");
        for (Part piece : result.content()) {
          writePart(piece, said);
        }
        if (result.failed()) {
          block.put("is_error", true);
        }
      }
    }
  }

  /// The dialect refuses empty texts.
  private static void writeText(String text, ArrayNode content) {
    if (!text.isEmpty()) {
      content.addObject().put("type", "text").put("text", text);
    }
  }

  private static void writeTools(Conversation conversation, ObjectNode request) {
    for (Tool tool : conversation.tools()) {
      ObjectNode written = request.withArrayProperty("tools").addObject();
      written.put("name", tool.name());
      if (!tool.description().isEmpty()) {
        written.put("description", tool.description());
      }
      if (tool.schema().isObject()) {
        written.set("input_schema", tool.schema());
      } else {
        written.putObject("input_schema").put("type", "object").putObject("properties");
      }
      tool.strict().ifPresent(strict -> written.put("strict", strict));
    }
    boolean alone =
        conversation
            .settings()
            .value(Feature.PARALLEL_TOOLS)
            .map(parallel -> !parallel.booleanValue())
            .orElse(false);
    switch (conversation.toolChoice()) {
      case ToolChoice.Unsaid ignored -> {
        if (alone && !conversation.tools().isEmpty()) {
          request.putObject("tool_choice").put("type", "auto");
        }
      }
      case ToolChoice.Free ignored -> request.putObject("tool_choice").put("type", "auto");
      case ToolChoice.Forbidden ignored -> request.putObject("tool_choice").put("type", "none");
      case ToolChoice.Required ignored -> request.putObject("tool_choice").put("type", "any");
      case ToolChoice.Named named ->
          request.putObject("tool_choice").put("type", "tool").put("name", named.name());
    }
    if (alone
        && request.has("tool_choice")
        && !(conversation.toolChoice() instanceof ToolChoice.Forbidden)) {
      request.withObjectProperty("tool_choice").put("disable_parallel_tool_use", true);
    }
  }

  private static void writeThinking(Settings settings, ObjectNode request) {
    settings
        .value(Feature.EFFORT)
        .ifPresent(effort -> {
          switch (effort.asText()) {
            case "none" -> request.putObject("thinking").put("type", "disabled");
            case "minimal" -> SettingFields.put(request, "output_config.effort", low());
            default -> SettingFields.put(request, "output_config.effort", effort);
          }
        });
    settings
        .value(Feature.THINKING_BUDGET)
        .ifPresent(budget ->
            request.putObject("thinking").put("type", "enabled").set("budget_tokens", budget));
  }

  private static JsonNode low() {
    return JsonNodeFactory.instance.textNode("low");
  }
}
