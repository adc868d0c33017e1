package dev.polder.app.config.bind;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads the shape of a file out of its records. What a record says that has no shape is a mistake
/// of ours, and thrown.
public final class Shapes {
  private final Map<Class<?>, Scalar<?>> scalars;
  private final Map<Class<?>, Shape.Fields> known = new HashMap<>();

  /// Shapes with these plain values.
  ///
  /// @param scalars the plain values, by the types of record components
  public Shapes(Map<Class<?>, Scalar<?>> scalars) {
    this.scalars = scalars;
  }

  Shape.Fields of(Class<? extends Record> type) {
    Shape.Fields seen = known.get(type);
    if (seen != null) {
      return seen;
    }
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
      Shape.Fields fields =
          new Shape.Fields(constructor, Arrays.stream(components).map(this::field).toList());
      known.put(type, fields);
      return fields;
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Shape.Field field(RecordComponent component) {
    Doc doc = component.getAnnotation(Doc.class);
    if (doc == null) {
      throw new IllegalStateException(component + " has no @Doc");
    }
    Optional<Range> range = Optional.ofNullable(component.getAnnotation(Range.class));
    Type type = component.getGenericType();
    boolean optional = component.getType() == Optional.class;
    Shape shape = shape(optional ? argument(type, 0) : type);
    return new Shape.Field(
        kebab(component.getName()),
        shape,
        optional,
        doc,
        range.map(Range::least).orElse(Integer.MIN_VALUE),
        range.map(Range::most).orElse(Integer.MAX_VALUE));
  }

  private Shape shape(Type type) {
    if (type instanceof ParameterizedType generic) {
      if (generic.getRawType() == List.class) {
        return new Shape.ListOf(shape(argument(type, 0)));
      }
      if (generic.getRawType() == Map.class) {
        return new Shape.MapOf(shape(argument(type, 1)));
      }
    }
    if (type == JsonValue.class) {
      return new Shape.Anything();
    }
    if (type instanceof Class<?> plain) {
      Scalar<?> scalar = scalars.get(plain);
      if (scalar != null) {
        return new Shape.Plain(scalar);
      }
      if (plain.isEnum()) {
        return new Shape.Choice(
            Arrays.stream(plain.getEnumConstants()).map(word -> (Enum<?>) word).toList());
      }
      if (plain.isRecord()) {
        return of(plain.asSubclass(Record.class));
      }
    }
    throw new IllegalStateException(type + " has no shape");
  }

  private static Type argument(Type type, int index) {
    return ((ParameterizedType) type).getActualTypeArguments()[index];
  }

  /// `firstToken` as the file has it: `first-token`.
  static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
