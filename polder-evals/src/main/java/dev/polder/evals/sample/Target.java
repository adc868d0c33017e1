package dev.polder.evals.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a sample expects, told apart by its form in JSON. What it means is the scorer's affair: a
/// list of texts is several right answers to one scorer and a set to another.
public sealed interface Target {
  /// A text, a letter among them.
  record Text(String text) implements Target {
    @Override
    public JsonNode json() {
      return TextNode.valueOf(text);
    }
  }

  /// Several texts.
  record Texts(List<String> texts) implements Target {
    public Texts {
      texts = List.copyOf(texts);
    }

    @Override
    public JsonNode json() {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      texts.forEach(array::add);
      return array;
    }
  }

  /// A number.
  record Numeric(BigDecimal number) implements Target {
    @Override
    public JsonNode json() {
      return DecimalNode.valueOf(number);
    }
  }

  /// An object, or a list that is neither of texts nor of tool calls.
  record Json(JsonNode json) implements Target {}

  /// The calls that should be made; none of them means that none should be.
  record Calls(List<ToolCall> calls) implements Target {
    public Calls {
      calls = List.copyOf(calls);
    }

    @Override
    public JsonNode json() {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (ToolCall call : calls) {
        ObjectNode object = array.addObject().put("name", call.name());
        call.parsed()
            .ifPresentOrElse(
                arguments -> object.set("arguments", arguments),
                () -> object.put("arguments", call.arguments()));
      }
      return array;
    }
  }

  /// Nothing: for scorers that judge the answer alone.
  record None() implements Target {
    @Override
    public JsonNode json() {
      return NullNode.instance;
    }
  }

  /// As JSON, for digests, judges and commands.
  JsonNode json();

  /// The texts that it may be, where it is of text.
  default Optional<List<String>> alternatives() {
    return switch (this) {
      case Text text -> Optional.of(List.of(text.text()));
      case Texts several -> Optional.of(several.texts());
      case Numeric _, Json _, Calls _, None _ -> Optional.empty();
    };
  }

  /// What messages call it: `a text`, `3 tool calls`.
  default String kind() {
    return switch (this) {
      case Text _ -> "a text";
      case Texts several -> "a list of " + several.texts().size() + " texts";
      case Numeric _ -> "a number";
      case Json json -> json.json().isObject() ? "a JSON object" : "a JSON list";
      case Calls calls -> "a list of " + calls.calls().size() + " tool calls";
      case None _ -> "missing";
    };
  }

  /// As people read it beside an answer.
  default String said() {
    return switch (this) {
      case Text text -> text.text();
      case Texts several -> String.join(" | ", several.texts());
      case Numeric number -> number.number().toString();
      case Json json -> json.json().toString();
      case Calls calls -> calls.json().toString();
      case None _ -> "";
    };
  }

  /// Makes one of JSON; empty where nothing a model says could be that, as with `true`.
  static Optional<Target> of(JsonNode json) {
    return switch (json.getNodeType()) {
      case STRING -> Optional.of(new Text(json.textValue()));
      case NUMBER -> Optional.of(new Numeric(json.decimalValue()));
      case OBJECT -> Optional.of(new Json(json));
      case ARRAY -> Optional.of(ofList(json));
      case NULL, MISSING -> Optional.of(new None());
      case BOOLEAN, BINARY, POJO -> Optional.empty();
    };
  }

  private static Target ofList(JsonNode list) {
    if (list.isEmpty()) {
      return new Texts(List.of());
    }
    List<String> texts = new ArrayList<>();
    List<ToolCall> calls = new ArrayList<>();
    for (JsonNode item : list) {
      if (item.isTextual()) {
        texts.add(item.textValue());
      } else if (isCall(item)) {
        calls.add(call(item));
      }
    }
    if (texts.size() == list.size()) {
      return new Texts(texts);
    }
    return calls.size() == list.size() ? new Calls(calls) : new Json(list);
  }

  private static boolean isCall(JsonNode item) {
    boolean known = item.path("name").isTextual() && !item.path("name").asText().isBlank();
    boolean bare = item.size() == 1 || (item.size() == 2 && item.has("arguments"));
    JsonNode arguments = item.path("arguments");
    return known && bare && (arguments.isObject() || arguments.isMissingNode());
  }

  private static ToolCall call(JsonNode item) {
    JsonNode arguments = item.path("arguments");
    return new ToolCall(
        item.path("name").asText(),
        arguments.isMissingNode() ? "{}" : CanonicalJson.text(arguments));
  }
}
