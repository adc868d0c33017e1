package dev.polder.evals.imports;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.evals.imports.RefusedLogException.Kind;
import dev.polder.evals.run.Spent;
import dev.polder.evals.sample.CanonicalJson;
import dev.polder.evals.sample.ToolCall;
import dev.polder.evals.score.Response;
import dev.polder.model.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads one sample of an Inspect AI log.
final class InspectSample {
  private static final Set<String> KEPT =
      Set.of(
          "id",
          "epoch",
          "input",
          "choices",
          "target",
          "metadata",
          "output",
          "scores",
          "error",
          "model_usage",
          "total_time",
          "working_time",
          "attachments");

  /// What of a message is asked; identifiers and sources differ from run to run.
  private static final List<String> OF_MESSAGE = List.of("role", "content", "tool_calls");

  private static final String ATTACHMENT = "attachment://";
  private static final Pattern FAULT = Pattern.compile("\\b(\\w{3,60}(?:Error|Exception))\\b");

  private final Source source;
  private final Optional<String> clusterField;

  InspectSample(Source source, Optional<String> clusterField) {
    this.source = source;
    this.clusterField = clusterField;
  }

  /// @param model that answered, as its provider calls it
  record Read(ForeignSample sample, Optional<String> model) {}

  /// @param json at the sample's beginning
  Read read(JsonParser json, String place) throws RefusedLogException, IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new IOException("a sample is no JSON object");
    }
    ObjectNode sample = JsonNodeFactory.instance.objectNode();
    while (Source.nextField(json)) {
      String field = json.currentName();
      if (KEPT.contains(field)) {
        sample.set(field, Source.value(json));
      } else {
        json.skipChildren();
        if (json.currentToken() == null) {
          throw new IOException("it ends within '" + Source.shortened(field) + "'");
        }
      }
    }
    return read(sample, place);
  }

  private Read read(ObjectNode sample, String place) throws RefusedLogException {
    String id = Source.name(sample.path("id"));
    int epoch = sample.path("epoch").asInt(0);
    if (id.isBlank() || epoch < 1) {
      throw source.refused(
          Kind.SAMPLES,
          place,
          "it has no 'id' or no 'epoch', so it cannot be found again in another run. Repeat the evaluation.");
    }
    ObjectNode input = JsonNodeFactory.instance.objectNode();
    input.set("input", asked(resolved(sample.path("input"), sample, place)));
    input.set("choices", sample.path("choices"));
    JsonNode output = sample.path("output");
    boolean failed = sample.path("error").isObject();
    ForeignSample read =
        new ForeignSample(
            place,
            id,
            epoch - 1,
            ForeignSample.content(input, sample.path("target")),
            cluster(sample, place),
            failed ? Optional.empty() : Optional.of(response(output, sample, place)),
            scores(sample.path("scores")),
            failed ? error(sample.path("error")) : "",
            spent(sample));
    // Where nobody answered, the log repeats the name by which it asked.
    return new Read(read, failed ? Optional.empty() : served(output));
  }

  private static Optional<String> served(JsonNode output) {
    String model = output.path("model").asText("");
    return model.isBlank() ? Optional.empty() : Optional.of(Source.whole(model));
  }

  private Optional<String> cluster(JsonNode sample, String place) throws RefusedLogException {
    if (clusterField.isEmpty()) {
      return Optional.empty();
    }
    String name = Source.name(sample.path("metadata").path(clusterField.get()));
    if (name.isBlank()) {
      throw source.refused(
          Kind.SAMPLES,
          place,
          "its metadata have no '%s', which --cluster names.".formatted(clusterField.get()));
    }
    return Optional.of(name);
  }

  private static JsonNode asked(JsonNode input) {
    if (!input.isArray()) {
      return input;
    }
    ArrayNode messages = JsonNodeFactory.instance.arrayNode();
    for (JsonNode message : input) {
      ObjectNode kept = messages.addObject();
      for (String field : OF_MESSAGE) {
        if (message.has(field)) {
          kept.set(field, message.path(field));
        }
      }
    }
    return messages;
  }

  /// Long texts stand apart, under their digest.
  private JsonNode resolved(JsonNode value, JsonNode sample, String place)
      throws RefusedLogException {
    if (value.isTextual() && value.textValue().startsWith(ATTACHMENT)) {
      JsonNode text =
          sample.path("attachments").path(value.textValue().substring(ATTACHMENT.length()));
      if (!text.isTextual()) {
        throw source.refused(
            Kind.DAMAGED, place, "a text that it names as attachment is not there.");
      }
      return text;
    }
    if (value.isArray()) {
      ArrayNode items = JsonNodeFactory.instance.arrayNode();
      for (JsonNode item : value) {
        items.add(resolved(item, sample, place));
      }
      return items;
    }
    if (value.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        object.set(field.getKey(), resolved(field.getValue(), sample, place));
      }
      return object;
    }
    return value;
  }

  private Response response(JsonNode output, JsonNode sample, String place)
      throws RefusedLogException {
    JsonNode choice = output.path("choices").path(0);
    JsonNode message = choice.path("message");
    List<ToolCall> calls = new ArrayList<>();
    for (JsonNode call : message.path("tool_calls")) {
      calls.add(
          new ToolCall(
              Source.whole(call.path("function").asText("?")),
              CanonicalJson.text(call.path("arguments"))));
    }
    return new Response(
        Source.whole(text(resolved(message.path("content"), sample, place))),
        calls,
        choice.path("stop_reason").asText(""));
  }

  /// Without reasoning, which is no part of an answer.
  private static String text(JsonNode content) {
    if (content.isTextual()) {
      return content.textValue();
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode part : content) {
      if (part.path("type").asText().equals("text")) {
        texts.add(part.path("text").asText());
      }
    }
    return String.join("\n", texts);
  }

  private static Map<String, ForeignSample.Mark> scores(JsonNode scores) {
    Map<String, ForeignSample.Mark> marks = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> score : scores.properties()) {
      JsonNode value = score.getValue().path("value");
      String why = Source.whole(score.getValue().path("explanation").asText(""));
      if (value.isObject()) {
        for (Map.Entry<String, JsonNode> part : value.properties()) {
          add(marks, score.getKey() + "/" + part.getKey(), part.getValue(), why);
        }
      } else {
        add(marks, score.getKey(), value, why);
      }
    }
    return marks;
  }

  private static void add(
      Map<String, ForeignSample.Mark> marks, String scorer, JsonNode value, String why) {
    OptionalDouble number = Marks.number(value);
    if (number.isPresent()) {
      marks.put(Source.whole(scorer), new ForeignSample.Mark(number.getAsDouble(), why));
    }
  }

  /// The kind alone: what a provider says may hold anything.
  private static String error(JsonNode error) {
    Matcher kind = FAULT.matcher(error.path("message").asText());
    return kind.find() ? "Inspect AI: " + kind.group(1) : "Inspect AI: an error";
  }

  private static Spent spent(JsonNode sample) {
    long input = 0;
    long output = 0;
    for (JsonNode usage : sample.path("model_usage")) {
      input += usage.path("input_tokens").asLong();
      output += usage.path("output_tokens").asLong();
    }
    double seconds = sample.path("working_time").asDouble(sample.path("total_time").asDouble());
    return new Spent(new Usage(input, output), 1, 0, 1000 * Math.max(0, seconds));
  }
}
