package dev.polder.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/// Shows neutral forms as JSON, so that files can say what is expected: records with their fields,
/// and of alternatives which one it `is`.
final class NeutralJson {
  private static final JsonMapper MAPPER = new JsonMapper();

  private NeutralJson() {}

  static String pretty(Object value) throws Exception {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree(value)) + "\n";
  }

  static JsonNode tree(Object value) throws Exception {
    return switch (value) {
      case JsonNode json -> json;
      case String text -> JsonNodeFactory.instance.textNode(text);
      case Boolean truth -> JsonNodeFactory.instance.booleanNode(truth);
      case Integer number -> JsonNodeFactory.instance.numberNode(number);
      case Long number -> JsonNodeFactory.instance.numberNode(number);
      case Enum<?> constant -> JsonNodeFactory.instance.textNode(constant.name());
      case Optional<?> optional ->
          optional.isPresent() ? tree(optional.get()) : JsonNodeFactory.instance.nullNode();
      case Collection<?> items -> {
        var list = JsonNodeFactory.instance.arrayNode();
        for (Object item : items) {
          list.add(tree(item));
        }
        yield list;
      }
      case Map<?, ?> map -> {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          object.set(String.valueOf(entry.getKey()), tree(entry.getValue()));
        }
        yield object;
      }
      case Record data -> {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        if (data.getClass().getInterfaces().length > 0) {
          object.put("is", data.getClass().getSimpleName());
        }
        for (RecordComponent component : data.getClass().getRecordComponents()) {
          component.getAccessor().setAccessible(true);
          object.set(component.getName(), tree(component.getAccessor().invoke(data)));
        }
        yield object;
      }
      default -> throw new AssertionError("no form for " + value.getClass());
    };
  }
}
