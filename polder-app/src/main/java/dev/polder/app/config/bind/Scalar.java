package dev.polder.app.config.bind;

import java.nio.file.Path;
import java.util.Map;

/// One kind of plain value: how its text is read, and what a schema says of it.
///
/// @param harmless taken instead where a needed one is missing or faulty, so that reading goes on
/// @param schema the keywords of a JSON Schema
public record Scalar<T>(Reader<T> reader, T harmless, Map<String, Object> schema) {
  public Scalar {
    schema = Map.copyOf(schema);
  }

  /// Makes a value of a text.
  @FunctionalInterface
  public interface Reader<T> {
    T read(String text, Context context) throws Refused;
  }

  /// What a reader may need besides the text.
  ///
  /// @param folder that of the file, from which relative paths count
  public record Context(Path folder, int least, int most) {}
}
