package dev.polder.evals.solve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// A tool that answers from a script, so that a loop with tools is the same every time.
///
/// @param parameters JSON schema of its arguments
/// @param answers in order; the first whose arguments fit is given
/// @param otherwise what it answers where none fits
public record ScriptedTool(
    String name, String description, String parameters, List<Line> answers, String otherwise) {
  private static final JsonMapper JSON = new JsonMapper();

  /// What it answers to which arguments.
  ///
  /// @param arguments a JSON object; fields that it does not name may be anything
  public record Line(String arguments, String result) {}

  public ScriptedTool {
    answers = List.copyOf(answers);
  }

  /// How the model is told of it.
  String declaration() {
    ObjectNode function = JSON.createObjectNode();
    function.put("name", name);
    function.put("description", description);
    function.set("parameters", tree(parameters));
    ObjectNode tool = JSON.createObjectNode();
    tool.put("type", "function");
    tool.set("function", function);
    return tool.toString();
  }

  /// What it says to `arguments`, which a model wrote and which may be anything.
  String call(String arguments) {
    JsonNode asked;
    try {
      asked = JSON.readTree(arguments);
    } catch (JsonProcessingException malformed) {
      return "error: the arguments are no JSON";
    }
    return answers.stream()
        .filter(line -> fits(tree(line.arguments()), asked))
        .map(Line::result)
        .findFirst()
        .orElse(otherwise);
  }

  private static boolean fits(JsonNode wanted, JsonNode asked) {
    return wanted.properties().stream()
        .allMatch(field -> field.getValue().equals(asked.path(field.getKey())));
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("a tool's script is no JSON: " + json, malformed);
    }
  }
}
