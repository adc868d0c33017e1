package dev.polder.model.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.polder.model.dialect.Conversation;
import dev.polder.model.dialect.DialectRules;
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
import java.util.Optional;
import java.util.Set;

/// Reads one request.
final class AnthropicRequestReader {
  private final DialectRules rules;
  private final Set<String> dropped = new LinkedHashSet<>();

  AnthropicRequestReader(DialectRules rules) {
    this.rules = rules;
  }

  ReadRequest read(JsonNode body) throws RefusedException {
    rules.check(body);
    Fields request = Fields.of(body, "");
    request.ignore("container", "mcp_servers");
    Settings settings = settings(request);
    Conversation conversation =
        new Conversation(
            request.text("model"),
            new AnthropicMessages(dropped).read(request),
            tools(request),
            toolChoice(request),
            format(request),
            settings,
            request.flag("stream").orElse(false),
            true);
    request.close(dropped);
    return ReadRequest.of(conversation, dropped);
  }

  private Settings settings(Fields request) throws RefusedException {
    Settings settings = SettingFields.read(request, rules);
    JsonNode bound = request.any("max_tokens");
    if (!bound.isIntegralNumber() || !bound.canConvertToLong()) {
      throw bound.isMissingNode()
          ? new RefusedException("'max_tokens' is missing.", "max_tokens")
          : request.wrong("max_tokens", "a whole number");
    }
    settings = settings.with(Feature.OUTPUT_BOUND, bound);
    if (rules == AnthropicRules.V2023_06_01 && request.has("temperature")) {
      JsonNode temperature = request.any("temperature");
      if (!temperature.isNumber()) {
        throw request.wrong("temperature", "a number");
      }
      settings = settings.with(Feature.TEMPERATURE, temperature);
    }
    if (request.object("output_config").has("effort")) {
      JsonNode effort = request.object("output_config").any("effort");
      if (!effort.isTextual()) {
        throw request.object("output_config").wrong("effort", "a string");
      }
      settings = settings.with(Feature.EFFORT, effort);
    }
    Fields thinking = request.object("thinking");
    JsonNode budget = thinking.any("budget_tokens");
    if (budget.isIntegralNumber() && budget.canConvertToLong()) {
      thinking.ignore("type");
      settings = settings.with(Feature.THINKING_BUDGET, budget);
    } else if (!budget.isMissingNode()) {
      throw thinking.wrong("budget_tokens", "a whole number");
    }
    Optional<Boolean> alone = request.object("tool_choice").flag("disable_parallel_tool_use");
    return alone.isPresent()
        ? settings.with(Feature.PARALLEL_TOOLS, BooleanNode.valueOf(!alone.get()))
        : settings;
  }

  private List<Tool> tools(Fields request) throws RefusedException {
    List<Tool> tools = new ArrayList<>();
    for (JsonNode each : request.list("tools")) {
      Fields tool = Fields.of(each, "tools");
      String type = tool.text("type", "custom");
      if (!type.equals("custom")) {
        dropped.add("tools(" + type.replaceAll("[^A-Za-z0-9_.-]", "?") + ")");
        continue;
      }
      JsonNode schema = tool.any("input_schema");
      if (!schema.isObject()) {
        throw tool.wrong("input_schema", "an object");
      }
      tools.add(
          new Tool(tool.text("name"), tool.text("description", ""), schema, tool.flag("strict")));
      tool.close(dropped);
    }
    return tools;
  }

  private static ToolChoice toolChoice(Fields request) throws RefusedException {
    if (!request.has("tool_choice")) {
      return new ToolChoice.Unsaid();
    }
    Fields choice = request.object("tool_choice");
    return switch (choice.text("type")) {
      case "auto" -> new ToolChoice.Free();
      case "any" -> new ToolChoice.Required();
      case "none" -> new ToolChoice.Forbidden();
      case "tool" -> new ToolChoice.Named(choice.text("name"));
      default -> throw choice.wrong("type", "'auto', 'any', 'tool' or 'none'");
    };
  }

  private static OutputFormat format(Fields request) throws RefusedException {
    if (!request.object("output_config").has("format")) {
      return new OutputFormat.Free();
    }
    Fields format = request.object("output_config").object("format");
    if (!format.text("type").equals("json_schema")) {
      throw format.wrong("type", "'json_schema'");
    }
    JsonNode schema = format.any("schema");
    if (!schema.isObject()) {
      throw format.wrong("schema", "an object");
    }
    return new OutputFormat.Schema("", "", schema, Optional.empty());
  }
}
