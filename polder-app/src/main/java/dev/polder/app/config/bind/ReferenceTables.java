package dev.polder.app.config.bind;

import java.util.LinkedHashMap;
import java.util.Map;

/// Says the shape of a file as tables in Markdown, for people.
public final class ReferenceTables {
  private final Map<String, StringBuilder> tables = new LinkedHashMap<>();

  private ReferenceTables() {}

  /// A table for the file itself, under the name `file`, and one for each map or list of sections
  /// in it, under the field's name.
  public static Map<String, String> of(Class<? extends Record> type, Shapes shapes) {
    ReferenceTables reference = new ReferenceTables();
    reference.table("file", shapes.of(type));
    Map<String, String> texts = new LinkedHashMap<>();
    reference.tables.forEach((name, table) -> texts.put(name, table.toString()));
    return texts;
  }

  private void table(String name, Shape.Fields shape) {
    StringBuilder rows = new StringBuilder("| field | meaning | if absent |\n|---|---|---|\n");
    tables.put(name, rows);
    rows("", shape, rows);
  }

  private void rows(String before, Shape.Fields shape, StringBuilder rows) {
    for (Shape.Field field : shape.fields()) {
      String name = before + field.name();
      switch (field.shape()) {
        case Shape.Fields section -> {
          if (field.optional()) {
            row(name, field, rows);
          }
          rows(name + ".", section, rows);
        }
        case Shape.MapOf map -> {
          row(name, field, rows);
          ownTable(field.name(), map.value());
        }
        case Shape.ListOf list -> {
          row(name, field, rows);
          ownTable(field.name(), list.item());
        }
        case Shape.Plain plain -> row(name, field, rows);
        case Shape.Choice choice -> row(name, field, rows);
        case Shape.Anything anything -> row(name, field, rows);
      }
    }
  }

  private void ownTable(String name, Shape shape) {
    if (shape instanceof Shape.Fields section) {
      table(name, section);
    }
  }

  private static void row(String name, Shape.Field field, StringBuilder rows) {
    rows.append("| `%s` | %s | %s |\n".formatted(name, field.doc().value(), absent(field)));
  }

  private static String absent(Shape.Field field) {
    if (field.required()) {
      return "a fault";
    }
    return field.doc().usual().isEmpty() ? field.doc().absent() : "`" + field.doc().usual() + "`";
  }
}
