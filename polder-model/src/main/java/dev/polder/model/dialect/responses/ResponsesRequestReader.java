package dev.polder.model.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.polder.model.dialect.Conversation;
import dev.polder.model.dialect.Feature;
import dev.polder.model.dialect.OutputFormat;
import dev.polder.model.dialect.ReadRequest;
import dev.polder.model.dialect.RefusedException;
import dev.polder.model.dialect.Settings;
import dev.polder.model.dialect.Tool;
import dev.polder.model.dialect.ToolChoice;
import dev.polder.model.dialect.wire.Fields;
import dev.polder.model.dialect.wire.SettingFields;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Reads one request.
final class ResponsesRequestReader {
  private final Set<String> dropped = new LinkedHashSet<>();

  ReadRequest read(JsonNode body) throws RefusedException {
    ResponsesRules.RULES.check(body);
    Fields request = Fields.of(body, "");
    request.ignore("previous_response_id", "conversation", "background", "prompt");
    if (!request.flag("store").orElse(false)) {
      request.ignore("store");
    } else {
      dropped.add("store");
    }
    if (request.text("truncation", "disabled").equals("auto")) {
      dropped.add("truncation");
    }
    readInclude(request);
    request.object("stream_options").ignore("include_obfuscation");
    Conversation conversation =
        new Conversation(
            request.text("model"),
            new ResponsesInput(dropped).read(request),
            tools(request),
            toolChoice(request),
            format(request),
            settings(request),
            request.flag("stream").orElse(false),
            true);
    request.close(dropped);
    return ReadRequest.of(conversation, dropped);
  }

  /// Sealed reasoning is always included; nothing else can be.
  private void readInclude(Fields request) throws RefusedException {
    for (JsonNode each : request.list("include")) {
      if (!each.asText("").equals("reasoning.encrypted_content")) {
        dropped.add("include(" + each.asText("").replaceAll("[^A-Za-z0-9_.-]", "?") + ")");
      }
    }
  }

  private static Settings settings(Fields request) throws RefusedException {
    Settings settings = SettingFields.read(request, ResponsesRules.RULES);
    String user = request.text("safety_identifier", request.text("user", ""));
    return user.isEmpty()
        ? settings
        : settings.with(Feature.USER, JsonNodeFactory.instance.textNode(user));
  }

  private List<Tool> tools(Fields request) throws RefusedException {
    List<Tool> tools = new ArrayList<>();
    for (JsonNode each : request.list("tools")) {
      Fields tool = Fields.of(each, "tools");
      String type = tool.text("type");
      if (!type.equals("function")) {
        dropped.add("tools(" + type.replaceAll("[^A-Za-z0-9_.-]", "?") + ")");
        continue;
      }
      JsonNode schema = tool.any("parameters");
      if (!schema.isMissingNode() && !schema.isObject()) {
        throw tool.wrong("parameters", "an object");
      }
      tools.add(
          new Tool(tool.text("name"), tool.text("description", ""), schema, tool.flag("strict")));
      tool.close(dropped);
    }
    return tools;
  }

  private ToolChoice toolChoice(Fields request) throws RefusedException {
    JsonNode choice = request.any("tool_choice");
    if (choice.isMissingNode()) {
      return new ToolChoice.Unsaid();
    }
    if (choice.isTextual()) {
      return switch (choice.textValue()) {
        case "auto" -> new ToolChoice.Free();
        case "none" -> new ToolChoice.Forbidden();
        case "required" -> new ToolChoice.Required();
        default -> throw request.wrong("tool_choice", "'auto', 'none', 'required' or an object");
      };
    }
    Fields named = Fields.of(choice, "tool_choice");
    String type = named.text("type");
    if (type.equals("function")) {
      return new ToolChoice.Named(named.text("name"));
    }
    if (type.equals("allowed_tools")) {
      dropped.add("tool_choice.allowed_tools");
      return new ToolChoice.Free();
    }
    throw named.wrong("type", "'function': other tools are not translated");
  }

  private static OutputFormat format(Fields request) throws RefusedException {
    if (!request.object("text").has("format")) {
      return new OutputFormat.Free();
    }
    Fields format = request.object("text").object("format");
    return switch (format.text("type")) {
      case "text" -> new OutputFormat.Free();
      case "json_object" -> new OutputFormat.AnyObject();
      case "json_schema" -> {
        JsonNode schema = format.any("schema");
        if (!schema.isObject()) {
          throw format.wrong("schema", "an object");
        }
        yield new OutputFormat.Schema(
            format.text("name", ""), format.text("description", ""), schema, format.flag("strict"));
      }
      default -> throw format.wrong("type", "'text', 'json_object' or 'json_schema'");
    };
  }
}
