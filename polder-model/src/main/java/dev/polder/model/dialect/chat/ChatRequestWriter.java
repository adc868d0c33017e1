package dev.polder.model.dialect.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.model.dialect.Conversation;
import dev.polder.model.dialect.Feature;
import dev.polder.model.dialect.OutputFormat;
import dev.polder.model.dialect.Part;
import dev.polder.model.dialect.Sending;
import dev.polder.model.dialect.Tool;
import dev.polder.model.dialect.ToolChoice;
import dev.polder.model.dialect.Turn;
import dev.polder.model.dialect.Turns;
import dev.polder.model.dialect.json.Json;
import dev.polder.model.dialect.wire.Images;
import dev.polder.model.dialect.wire.SettingFields;
import java.util.ArrayList;
import java.util.List;

/// Writes requests.
final class ChatRequestWriter {
  private ChatRequestWriter() {}

  static ObjectNode write(Conversation conversation, Sending sending) {
    ObjectNode request = Json.object();
    request.put("model", conversation.model());
    ArrayNode messages = request.putArray("messages");
    conversation.turns().forEach(turn -> writeTurn(turn, messages));
    writeTools(conversation, request);
    writeFormat(conversation.format(), request);
    SettingFields.write(request, conversation.settings(), ChatRules.RULES);
    conversation
        .settings()
        .value(Feature.OUTPUT_BOUND)
        .ifPresent(bound -> request.set(sending.outputBoundField(), bound));
    conversation
        .settings()
        .value(Feature.STOP_SEQUENCES)
        .ifPresent(stops -> request.set("stop", stops));
    conversation.settings().value(Feature.USER).ifPresent(user -> request.set("user", user));
    if (conversation.stream()) {
      request.put("stream", true);
      if (sending.askForUsage()) {
        request.putObject("stream_options").put("include_usage", true);
      }
    }
    return request;
  }

  private static void writeTurn(Turn turn, ArrayNode messages) {
    switch (turn.role()) {
      case SYSTEM ->
          messages
              .addObject()
              .put("role", "system")
              .put("content", Turns.text(turn.parts(), "\n\n"));
      case ASSISTANT -> writeSaid(turn.parts(), messages.addObject().put("role", "assistant"));
      case USER -> writeAsked(turn.parts(), messages);
    }
  }

  private static void writeSaid(List<Part> parts, ObjectNode message) {
    String text = Turns.text(parts, "");
    if (text.isEmpty()) {
      message.putNull("content");
    } else {
      message.put("content", text);
    }
    StringBuilder refusal = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Part.Refusal declined) {
        refusal.append(declined.text());
      } else if (part instanceof Part.ToolCall call) {
        ObjectNode written = message.withArrayProperty("tool_calls").addObject();
        written.put("id", call.id()).put("type", "function");
        written
            .putObject("function")
            .put("name", call.name())
            .put("arguments", call.arguments().isEmpty() ? "{}" : call.arguments());
      }
    }
    if (!refusal.isEmpty()) {
      message.put("refusal", refusal.toString());
    }
    if (text.isEmpty() && refusal.isEmpty() && !message.has("tool_calls")) {
      message.put("content", "");
    }
  }

  /// Results of tools come first, as the dialect wants them right behind their calls.
  private static void writeAsked(List<Part> parts, ArrayNode messages) {
    List<Part> rest = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Part.ToolResult result) {
        String text = Turns.text(result.content(), "\n");
        boolean onlyPictures = text.isEmpty() && Turns.images(result.content()) > 0;
        messages
            .addObject()
            .put("role", "tool")
            .put("tool_call_id", result.callId())
            .put("content", onlyPictures ? "The result is the picture that follows." : text);
        result.content().stream().filter(Turns::isImage).forEach(rest::add);
      }
    }
    parts.stream().filter(part -> !(part instanceof Part.ToolResult)).forEach(rest::add);
    if (rest.isEmpty()) {
      return;
    }
    ObjectNode message = messages.addObject().put("role", "user");
    if (rest.size() == 1 && rest.getFirst() instanceof Part.Text only) {
      message.put("content", only.text());
    } else {
      ArrayNode content = message.putArray("content");
      rest.forEach(part -> writePart(part, content));
    }
  }

  private static void writePart(Part part, ArrayNode content) {
    switch (part) {
      case Part.Text text -> content.addObject().put("type", "text").put("text", text.text());
      case Part.ImageAddress image -> writeImage(image.url(), image.detail(), content);
      case Part.ImageBytes image -> writeImage(Images.url(image), image.detail(), content);
      case Part.Refusal declined ->
          content.addObject().put("type", "text").put("text", declined.text());
      case Part.Reasoning ignored -> {}
      case Part.ToolCall ignored -> {}
      case Part.ToolResult ignored -> {}
    }
  }

  private static void writeImage(String url, String detail, ArrayNode content) {
    ObjectNode image = content.addObject().put("type", "image_url").putObject("image_url");
    image.put("url", url);
    if (!detail.isEmpty()) {
      image.put("detail", detail);
    }
  }

  private static void writeTools(Conversation conversation, ObjectNode request) {
    for (Tool tool : conversation.tools()) {
      ObjectNode function =
          request
              .withArrayProperty("tools")
              .addObject()
              .put("type", "function")
              .putObject("function");
      function.put("name", tool.name());
      if (!tool.description().isEmpty()) {
        function.put("description", tool.description());
      }
      if (tool.schema().isObject()) {
        function.set("parameters", tool.schema());
      }
      tool.strict().ifPresent(strict -> function.put("strict", strict));
    }
    switch (conversation.toolChoice()) {
      case ToolChoice.Unsaid ignored -> {}
      case ToolChoice.Free ignored -> request.put("tool_choice", "auto");
      case ToolChoice.Forbidden ignored -> request.put("tool_choice", "none");
      case ToolChoice.Required ignored -> request.put("tool_choice", "required");
      case ToolChoice.Named named ->
          request
              .putObject("tool_choice")
              .put("type", "function")
              .putObject("function")
              .put("name", named.name());
    }
  }

  private static void writeFormat(OutputFormat format, ObjectNode request) {
    switch (format) {
      case OutputFormat.Free ignored -> {}
      case OutputFormat.AnyObject ignored ->
          request.putObject("response_format").put("type", "json_object");
      case OutputFormat.Schema schema -> {
        ObjectNode written = request.putObject("response_format").put("type", "json_schema");
        ObjectNode inner = written.putObject("json_schema");
        inner.put("name", schema.name().isEmpty() ? "answer" : schema.name());
        if (!schema.description().isEmpty()) {
          inner.put("description", schema.description());
        }
        inner.set("schema", schema.schema());
        schema.strict().ifPresent(strict -> inner.put("strict", strict));
      }
    }
  }
}
