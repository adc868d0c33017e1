package dev.polder.app.config.bind;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Makes records of a YAML file. What is not as the records want it becomes a fault, and something
/// harmless is taken instead, so that binding goes on and finds the other faults too.
public final class Binder {
  /// What users may call things: it can stand in a header and in a log.
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:-]{0,99}");

  private final Shapes shapes;
  private final Path folder;
  private final Faults faults;

  /// A binder for one file.
  ///
  /// @param folder from which relative paths count
  public Binder(Shapes shapes, Path folder, Faults faults) {
    this.shapes = shapes;
    this.folder = folder;
    this.faults = faults;
  }

  /// Binds a whole file.
  public <T extends Record> Bound<T> bind(Class<T> type, Node root) {
    Place place = new Place("The file", 0, lineOf(root), faults);
    return new Bound<>(type.cast(section(shapes.of(type), root, place)), place);
  }

  /// A section that is there.
  private Record section(Shape.Fields shape, Node node, Place place) {
    Map<String, NodeTuple> entries = new LinkedHashMap<>();
    if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        name(entry, place)
            .ifPresent(name -> {
              if (shape.fields().stream().anyMatch(field -> field.name().equals(name))) {
                keepFirst(entries, name, entry, place);
              } else {
                place.faultIn(
                    lineOf(entry.getKeyNode()),
                    "%s has an unknown field '%s'. Known fields: %s.",
                    place.title(),
                    name,
                    shape.names());
              }
            });
      }
    } else if (!isNull(node)) {
      notASection(node, place);
    }
    return make(shape, field -> Optional.ofNullable(entries.get(field.name())), place);
  }

  private static void notASection(Node node, Place place) {
    place.markFaulty();
    place.faultIn(lineOf(node), "%s must be a list of 'name: value' lines.", place.title());
  }

  private static Optional<String> name(NodeTuple entry, Place place) {
    if (entry.getKeyNode() instanceof ScalarNode key) {
      return Optional.of(key.getValue());
    }
    place.faultIn(
        lineOf(entry.getKeyNode()), "%s has a field whose name is no plain word.", place.title());
    return Optional.empty();
  }

  private static void keepFirst(
      Map<String, NodeTuple> entries, String name, NodeTuple entry, Place place) {
    NodeTuple first = entries.putIfAbsent(name, entry);
    if (first != null) {
      place.faultIn(
          lineOf(entry.getKeyNode()),
          "%s has '%s' twice, first in line %d. Keep one.",
          place.title(),
          name,
          lineOf(first.getKeyNode()));
    }
  }

  private Record make(Shape.Fields shape, Entries entries, Place place) {
    Object[] values = new Object[shape.fields().size()];
    for (int i = 0; i < values.length; i++) {
      Shape.Field field = shape.fields().get(i);
      Optional<NodeTuple> entry = entries.of(field);
      values[i] = entry.isPresent() ? present(field, entry.get(), place) : absent(field, place);
    }
    try {
      return shape.constructor().newInstance(values);
    } catch (InstantiationException | IllegalAccessException | InvocationTargetException ours) {
      throw new IllegalStateException("cannot make " + shape.constructor(), ours);
    }
  }

  /// A section's fields as the file has them.
  private interface Entries {
    Optional<NodeTuple> of(Shape.Field field);
  }

  private Object present(Shape.Field field, NodeTuple entry, Place owner) {
    Node node = entry.getValueNode();
    Place place =
        owner.add(field.name(), titleOf(field, owner), lineOf(entry.getKeyNode()), lineOf(node));
    if (field.required() && holdsNothing(field, node)) {
      place.markFaulty();
      return absent(field, owner);
    }
    Slot slot = new Slot(owner, place, field.name(), field);
    Optional<?> value = value(slot, field.shape(), node);
    if (value.isEmpty()) {
      place.markFaulty();
      return harmless(field, owner);
    }
    return field.optional() ? value : value.get();
  }

  private static boolean holdsNothing(Shape.Field field, Node node) {
    return switch (field.shape()) {
      case Shape.ListOf list ->
          isNull(node) || (node instanceof SequenceNode items && items.getValue().isEmpty());
      case Shape.MapOf map ->
          isNull(node) || (node instanceof MappingNode entries && entries.getValue().isEmpty());
      case Shape.Plain plain -> false;
      case Shape.Choice choice -> false;
      case Shape.Anything anything -> false;
      case Shape.Fields fields -> false;
    };
  }

  private Object absent(Shape.Field field, Place owner) {
    if (field.required()) {
      if (field.doc().needed().isEmpty()) {
        owner.faultAt(field.name(), "%s has no '%s'. Add one.", owner.title(), field.name());
      } else {
        owner.faultAt(field.name(), "%s", field.doc().needed().formatted(owner.title()));
      }
    }
    return harmless(field, owner);
  }

  private Object harmless(Shape.Field field, Place owner) {
    if (field.optional()) {
      return Optional.empty();
    }
    return switch (field.shape()) {
      case Shape.Plain plain ->
          field.doc().usual().isEmpty() ? plain.scalar().harmless() : usual(field, plain.scalar());
      case Shape.Choice choice ->
          choice.constants().stream()
              .filter(word -> Shape.Choice.word(word).equals(field.doc().usual()))
              .findFirst()
              .map(word -> (Object) word)
              .orElseGet(choice.constants()::getFirst);
      case Shape.Anything anything -> JsonValue.NULL;
      case Shape.ListOf list -> List.of();
      case Shape.MapOf map -> Map.of();
      case Shape.Fields fields -> make(fields, none -> Optional.empty(), aside(field, owner));
    };
  }

  /// Where a section would stand that the file does not have.
  private static Place aside(Shape.Field field, Place owner) {
    return new Place(titleOf(field, owner), owner.keyLine(), owner.keyLine(), (line, fault) -> {});
  }

  private Object usual(Shape.Field field, Scalar<?> scalar) {
    try {
      return scalar.reader().read(field.doc().usual(), context(field));
    } catch (Refused ours) {
      throw new IllegalStateException("the usual value of " + field.name(), ours);
    }
  }

  private Scalar.Context context(Shape.Field field) {
    return new Scalar.Context(folder, field.least(), field.most());
  }

  /// A value within the file.
  ///
  /// @param owner the section or map that it belongs to
  /// @param place its own
  /// @param name what messages call it in its owner
  /// @param field the field that it is, or is part of
  private record Slot(Place owner, Place place, String name, Shape.Field field) {}

  /// Empty where a fault was told.
  private Optional<?> value(Slot slot, Shape shape, Node node) {
    return switch (shape) {
      case Shape.Plain plain ->
          text(slot, node).flatMap(text -> read(slot, plain.scalar(), text, lineIn(slot)));
      case Shape.Choice choice ->
          text(slot, node).flatMap(text -> choose(slot, choice, text, lineIn(slot)));
      case Shape.Anything anything -> anything(slot, node);
      case Shape.ListOf list -> items(slot, list.item(), node);
      case Shape.MapOf map -> entries(slot, map.value(), node);
      case Shape.Fields fields -> Optional.of(section(fields, node, slot.place()));
    };
  }

  private static int lineIn(Slot slot) {
    return slot.place().keyLine();
  }

  private static Optional<String> text(Slot slot, Node node) {
    if (node instanceof ScalarNode scalar && !isNull(node) && !scalar.getValue().isBlank()) {
      return Optional.of(scalar.getValue());
    }
    slot.owner()
        .faultIn(
            lineIn(slot),
            "%s: '%s' must be a text. Write one behind '%s:'.",
            slot.owner().title(),
            slot.name(),
            slot.name());
    return Optional.empty();
  }

  private Optional<?> read(Slot slot, Scalar<?> scalar, String text, int line) {
    try {
      return Optional.of(scalar.reader().read(text, context(slot.field())));
    } catch (Refused refused) {
      slot.owner()
          .faultIn(line, "%s: '%s' %s", slot.owner().title(), slot.name(), refused.reason());
      return Optional.empty();
    }
  }

  private static Optional<JsonValue> anything(Slot slot, Node node) {
    try {
      return Optional.of(new JsonValue(NodeJson.of(node)));
    } catch (Refused refused) {
      slot.owner()
          .faultIn(
              lineIn(slot), "%s: '%s' %s", slot.owner().title(), slot.name(), refused.reason());
      return Optional.empty();
    }
  }

  private static Optional<Enum<?>> choose(Slot slot, Shape.Choice choice, String text, int line) {
    for (Enum<?> constant : choice.constants()) {
      if (Shape.Choice.word(constant).equals(text)) {
        return Optional.of(constant);
      }
    }
    String remedy = slot.field().doc().remedy();
    if (remedy.isEmpty()) {
      slot.owner()
          .faultIn(
              line,
              "%s has an unknown %s '%s'. Known %ss: %s.",
              slot.owner().title(),
              slot.name().replaceFirst("s$", ""),
              text,
              slot.name().replaceFirst("s$", ""),
              String.join(", ", choice.words()));
    } else {
      slot.owner()
          .faultIn(line, "%s: '%s' is '%s'. %s", slot.owner().title(), slot.name(), text, remedy);
    }
    return Optional.empty();
  }

  private Optional<List<?>> items(Slot slot, Shape shape, Node node) {
    boolean sections = shape instanceof Shape.Fields;
    if (sections && isNull(node)) {
      return Optional.of(List.of());
    }
    if (!(node instanceof SequenceNode sequence)) {
      slot.owner()
          .faultIn(
              lineIn(slot),
              sections
                  ? "%s: '%s' must be a list; begin each item with '- '."
                  : "%s: '%s' must be a list, such as [a, b].",
              slot.owner().title(),
              slot.name());
      return Optional.empty();
    }
    List<Object> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      item(slot, shape, item).ifPresent(items::add);
    }
    return Optional.of(List.copyOf(items));
  }

  private Optional<?> item(Slot slot, Shape shape, Node node) {
    int line = lineOf(node);
    if (shape instanceof Shape.Fields fields) {
      String number = Integer.toString(slot.place().names().size());
      Place place = slot.place().add(number, slot.field().doc().item(), line, line);
      return Optional.of(section(fields, node, place));
    }
    if (!(node instanceof ScalarNode scalar) || isNull(node)) {
      slot.owner()
          .faultIn(line, "%s: '%s' must list plain texts.", slot.owner().title(), slot.name());
      return Optional.empty();
    }
    return switch (shape) {
      case Shape.Plain plain -> read(slot, plain.scalar(), scalar.getValue(), line);
      case Shape.Choice choice -> choose(slot, choice, scalar.getValue(), line);
      case Shape.Anything anything ->
          throw new IllegalStateException("lists of anything are not read");
      case Shape.ListOf list -> throw new IllegalStateException("lists of lists are not read");
      case Shape.MapOf map -> throw new IllegalStateException("lists of maps are not read");
      case Shape.Fields sections -> throw new IllegalStateException("read above");
    };
  }

  private Optional<Map<String, ?>> entries(Slot slot, Shape shape, Node node) {
    Map<String, NodeTuple> entries = new LinkedHashMap<>();
    if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        name(entry, slot.place()).ifPresent(name -> keepFirst(entries, name, entry, slot.place()));
      }
    } else if (!isNull(node)) {
      notASection(node, slot.place());
    }
    Map<String, Object> values = new LinkedHashMap<>();
    entries.forEach((name, entry) -> {
      int line = lineOf(entry.getKeyNode());
      checkName(name, line, slot.place());
      String title = slot.field().doc().item() + " '" + name + "'";
      Place place = slot.place().add(name, title, line, lineOf(entry.getValueNode()));
      value(new Slot(slot.place(), place, name, slot.field()), shape, entry.getValueNode())
          .ifPresentOrElse(value -> values.put(name, value), place::markFaulty);
    });
    return Optional.of(values);
  }

  /// What could not stand in a header or a log is no name.
  private static void checkName(String name, int line, Place place) {
    if (!NAME.matcher(name).matches()) {
      place.faultIn(
          line,
          "%s: '%s' cannot be a name. Use letters, digits and . _ / : - , at most 100.",
          place.title(),
          name.replaceAll("\\p{Cntrl}", "?"));
    }
  }

  private static String titleOf(Shape.Field field, Place owner) {
    if (owner.keyLine() == 0) {
      return "Section '" + field.name() + "'";
    }
    return owner.title().startsWith("Section '")
        ? owner.title().replaceFirst("'$", "." + field.name() + "'")
        : "%s, section '%s'".formatted(owner.title(), field.name());
  }

  private static int lineOf(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }
}
