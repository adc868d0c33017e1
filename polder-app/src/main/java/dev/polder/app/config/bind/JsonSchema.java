package dev.polder.app.config.bind;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Says the shape of a file as a JSON Schema (draft 2020-12), for editors. What only the whole file
/// can tell, such as whether a name refers to something, is not in it.
public final class JsonSchema {
  private JsonSchema() {}

  /// The schema of the file that `type` describes, indented, with a newline at the end.
  public static String of(Class<? extends Record> type, Shapes shapes, String title) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", title);
    schema.putAll(section(shapes.of(type), false));
    return text(schema);
  }

  private static Map<String, Object> section(Shape.Fields shape, boolean mayBeNothing) {
    Map<String, Object> properties = new LinkedHashMap<>();
    shape.fields().forEach(field -> properties.put(field.name(), field(field)));
    List<String> required =
        shape.fields().stream().filter(Shape.Field::required).map(Shape.Field::name).toList();
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", mayBeNothing && required.isEmpty() ? List.of("object", "null") : "object");
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  private static Map<String, Object> field(Shape.Field field) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", field.doc().value());
    schema.putAll(value(field.shape(), field));
    if (!field.doc().usual().isEmpty()) {
      schema.put("default", usual(field.doc().usual(), schema));
    }
    return schema;
  }

  private static Object usual(String text, Map<String, Object> schema) {
    return switch (String.valueOf(schema.get("type"))) {
      case "integer" -> Integer.valueOf(text);
      case "boolean" -> Boolean.valueOf(text);
      default -> text;
    };
  }

  private static Map<String, Object> value(Shape shape, Shape.Field field) {
    Map<String, Object> schema = new LinkedHashMap<>();
    switch (shape) {
      case Shape.Plain plain -> {
        schema.putAll(new TreeMap<>(plain.scalar().schema()));
        if (field.least() != Integer.MIN_VALUE) {
          schema.put("minimum", field.least());
          schema.put("maximum", field.most());
        }
      }
      case Shape.Choice choice -> schema.put("enum", choice.words());
      case Shape.Anything anything -> {}
      case Shape.ListOf list -> {
        boolean sections = list.item() instanceof Shape.Fields;
        schema.put("type", sections ? List.of("array", "null") : "array");
        schema.put("items", value(list.item(), field));
        if (field.required()) {
          schema.put("minItems", 1);
        }
      }
      case Shape.MapOf map -> {
        schema.put("type", field.required() ? "object" : List.of("object", "null"));
        schema.put("propertyNames", Map.of("pattern", "^" + Binder.NAME.pattern() + "$"));
        schema.put("additionalProperties", value(map.value(), field));
        if (field.required()) {
          schema.put("minProperties", 1);
        }
      }
      case Shape.Fields fields -> schema.putAll(section(fields, true));
    }
    return schema;
  }

  private static String text(Map<String, Object> schema) {
    StringWriter text = new StringWriter();
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.setPrettyPrinter(
          new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter));
      write(schema, json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.append('\n').toString();
  }

  private static void write(Object value, JsonGenerator json) throws IOException {
    switch (value) {
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          json.writeFieldName(String.valueOf(entry.getKey()));
          write(entry.getValue(), json);
        }
        json.writeEndObject();
      }
      case List<?> list -> {
        json.writeStartArray();
        for (Object item : list) {
          write(item, json);
        }
        json.writeEndArray();
      }
      case Integer number -> json.writeNumber(number);
      case Boolean truth -> json.writeBoolean(truth);
      default -> json.writeString(value.toString());
    }
  }
}
