package dev.polder.model.dialect.chat;

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
final class ChatRequestReader {
  private final Set<String> dropped = new LinkedHashSet<>();

  ReadRequest read(JsonNode body) throws RefusedException {
    ChatRules.RULES.check(body);
    Fields request = Fields.of(body, "");
    request.ignore("n", "modalities", "functions", "function_call", "audio");
    ToolChoice choice = toolChoice(request);
    Fields streaming = request.object("stream_options");
    streaming.ignore("include_obfuscation");
    Conversation conversation =
        new Conversation(
            request.text("model"),
            new ChatMessages(dropped).read(request),
            tools(request),
            choice,
            format(request),
            settings(request),
            request.flag("stream").orElse(false),
            streaming.flag("include_usage").orElse(false));
    request.close(dropped);
    return ReadRequest.of(conversation, dropped);
  }

  private static Settings settings(Fields request) throws RefusedException {
    Settings settings = SettingFields.read(request, ChatRules.RULES);
    for (String name : new String[] {"max_tokens", "max_completion_tokens"}) {
      JsonNode bound = request.any(name);
      if (!bound.isMissingNode()) {
        if (!bound.isIntegralNumber() || !bound.canConvertToLong()) {
          throw request.wrong(name, "a whole number");
        }
        settings = settings.with(Feature.OUTPUT_BOUND, bound);
      }
    }
    JsonNode stop = request.any("stop");
    if (stop.isTextual()) {
      settings =
          settings.with(
              Feature.STOP_SEQUENCES, JsonNodeFactory.instance.arrayNode().add(stop.textValue()));
    } else if (!stop.isMissingNode()) {
      for (JsonNode each : request.list("stop")) {
        if (!each.isTextual()) {
          throw request.wrong("stop", "a string or a list of strings");
        }
      }
      settings = settings.with(Feature.STOP_SEQUENCES, stop);
    }
    String user = request.text("user", request.text("safety_identifier", ""));
    return user.isEmpty()
        ? settings
        : settings.with(Feature.USER, JsonNodeFactory.instance.textNode(user));
  }

  private List<Tool> tools(Fields request) throws RefusedException {
    List<Tool> tools = new ArrayList<>();
    for (JsonNode each : request.list("tools")) {
      Fields tool = Fields.of(each, "tools");
      String type = tool.text("type", "function");
      if (!type.equals("function")) {
        dropped.add("tools(" + type.replaceAll("[^A-Za-z0-9_.-]", "?") + ")");
        continue;
      }
      Fields function = tool.object("function");
      JsonNode schema = function.any("parameters");
      if (!schema.isMissingNode() && !schema.isObject()) {
        throw function.wrong("parameters", "an object");
      }
      tools.add(
          new Tool(
              function.text("name"),
              function.text("description", ""),
              schema,
              function.flag("strict")));
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
      ToolChoice function = new ToolChoice.Named(named.object("function").text("name"));
      named.close(dropped);
      return function;
    }
    if (type.equals("allowed_tools")) {
      dropped.add("tool_choice.allowed_tools");
      return new ToolChoice.Free();
    }
    throw named.wrong("type", "'function': other tools are not translated");
  }

  private OutputFormat format(Fields request) throws RefusedException {
    if (!request.has("response_format")) {
      return new OutputFormat.Free();
    }
    Fields format = request.object("response_format");
    String type = format.text("type");
    return switch (type) {
      case "text" -> new OutputFormat.Free();
      case "json_object" -> new OutputFormat.AnyObject();
      case "json_schema" -> {
        Fields schema = format.object("json_schema");
        JsonNode tree = schema.any("schema");
        if (!tree.isObject()) {
          throw schema.wrong("schema", "an object");
        }
        yield new OutputFormat.Schema(
            schema.text("name", ""), schema.text("description", ""), tree, schema.flag("strict"));
      }
      default -> throw format.wrong("type", "'text', 'json_object' or 'json_schema'");
    };
  }
}
