package dev.polder.evals.solve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// A tool that answers from a script, so that a loop with tools is the same every time.
///
/// @param parameters JSON schema of its arguments
/// @param answers in order; the first whose arguments fit is given
/// @param otherwise what it answers where none fits
public record ScriptedTool(
    String name, String description, String parameters, List<Line> answers, String otherwise) {
  private static final JsonMapper JSON = new JsonMapper();

  /// A schema that any arguments fit.
  private static final String ANY = "{\"type\":\"object\"}";

  /// What it answers to which arguments.
  ///
  /// @param arguments a JSON object; fields that it does not name may be anything
  public record Line(String arguments, String result) {}

  public ScriptedTool {
    answers = List.copyOf(answers);
  }

  /// Reads a list of tools, as a suite has it: `name`, `description`, `parameters`, `answers` (each
  /// with `arguments` and `result`), `otherwise`.
  ///
  /// @throws IllegalArgumentException when it is none; the message says what is wrong
  public static List<ScriptedTool> read(JsonNode list) {
    List<ScriptedTool> tools = new ArrayList<>();
    for (JsonNode tool : list) {
      String name = tool.path("name").asText();
      if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
        throw new IllegalArgumentException(
            "Tool %d has the name '%s'. Write letters, digits, _ and -."
                .formatted(tools.size() + 1, name));
      }
      List<Line> answers = new ArrayList<>();
      for (JsonNode line : tool.path("answers")) {
        if (!line.path("arguments").isObject() || !line.path("result").isTextual()) {
          throw new IllegalArgumentException(
              "Tool '%s': answer %d needs 'arguments', an object, and 'result', a text."
                  .formatted(name, answers.size() + 1));
        }
        answers.add(new Line(line.path("arguments").toString(), line.path("result").asText()));
      }
      tools.add(
          new ScriptedTool(
              name,
              tool.path("description").asText(""),
              tool.has("parameters") ? tool.path("parameters").toString() : ANY,
              answers,
              tool.path("otherwise").asText("error: nothing is known about that")));
    }
    return tools;
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
