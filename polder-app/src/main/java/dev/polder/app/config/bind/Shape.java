package dev.polder.app.config.bind;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What may stand in a place of the file.
sealed interface Shape {
  /// A plain value.
  record Plain(Scalar<?> scalar) implements Shape {}

  /// One of a few words.
  record Choice(List<? extends Enum<?>> constants) implements Shape {
    List<String> words() {
      return constants.stream().map(Choice::word).toList();
    }

    static String word(Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// Whatever it is, as JSON.
  record Anything() implements Shape {}

  /// A list of the same.
  record ListOf(Shape item) implements Shape {}

  /// The same under names that users choose.
  record MapOf(Shape value) implements Shape {}

  /// A section with known fields.
  record Fields(Constructor<? extends Record> constructor, List<Field> fields) implements Shape {
    String names() {
      return fields.stream().map(Field::name).sorted().collect(Collectors.joining(", "));
    }
  }

  /// A field of a section.
  ///
  /// @param optional whether the record has an `Optional` of it
  record Field(String name, Shape shape, boolean optional, Doc doc, int least, int most) {
    /// Whether leaving it out is a fault.
    boolean required() {
      return switch (shape) {
        case Plain plain -> !optional && doc.usual().isEmpty();
        case Choice choice -> !optional && doc.usual().isEmpty();
        case Anything anything -> !optional;
        case ListOf list -> !doc.needed().isEmpty();
        case MapOf map -> !doc.needed().isEmpty();
        case Fields fields -> false;
      };
    }
  }
}
