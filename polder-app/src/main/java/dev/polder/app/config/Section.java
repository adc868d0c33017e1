package dev.polder.app.config;

import com.google.errorprone.annotations.FormatMethod;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// One mapping of the file. What is asked of it and is not as it should be becomes a fault, and
/// something harmless is answered instead, so that reading goes on and finds the other faults too.
final class Section {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:-]{0,99}");
  private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h)");
  private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*(B|KB|MB|GB)?");

  private final String title;
  private final int line;
  private final Map<String, Node> fields = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final Consumer<Fault> faults;

  /// @param title how messages call it, such as `Provider 'acme'`
  /// @param known the fields that may stand in it; empty where any name may
  Section(String title, Node node, Set<String> known, Consumer<Fault> faults) {
    this.title = title;
    this.line = lineOf(node);
    this.faults = faults;
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(field -> take(field, known));
    } else if (!isNull(node)) {
      fault(line, "%s must be a list of 'name: value' lines.", title);
    }
  }

  private void take(NodeTuple field, Set<String> known) {
    int at = lineOf(field.getKeyNode());
    if (!(field.getKeyNode() instanceof ScalarNode key)) {
      fault(at, "%s has a field whose name is no plain word.", title);
      return;
    }
    String name = key.getValue();
    if (!known.isEmpty() && !known.contains(name)) {
      fault(
          at, "%s has an unknown field '%s'. Known fields: %s.", title, name, Names.sorted(known));
    } else if (fields.containsKey(name)) {
      fault(at, "%s has '%s' twice, first in line %d. Keep one.", title, name, line(name));
    } else {
      fields.put(name, field.getValueNode());
      lines.put(name, at);
    }
  }

  static int lineOf(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  @FormatMethod
  void fault(int at, String message, Object... values) {
    faults.accept(new Fault(at, message.formatted(values)));
  }

  int line() {
    return line;
  }

  /// The line of a field, or of the section where the field is missing.
  int line(String name) {
    return lines.getOrDefault(name, line);
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  /// Whether a field is there and holds a plain text.
  boolean hasText(String name) {
    return fields.get(name) instanceof ScalarNode scalar && !isNull(scalar);
  }

  /// Whether a field is a list of nothing.
  boolean isEmptyList(String name) {
    return fields.get(name) instanceof SequenceNode sequence && sequence.getValue().isEmpty();
  }

  List<String> names() {
    return List.copyOf(fields.keySet());
  }

  /// The fields' names, where users choose them; what could not stand in a header or a log is a
  /// fault.
  List<String> chosenNames() {
    for (String name : fields.keySet()) {
      if (!NAME.matcher(name).matches()) {
        fault(
            line(name),
            "%s: '%s' cannot be a name. Use letters, digits and . _ / : - , at most 100.",
            title,
            name.replaceAll("\\p{Cntrl}", "?"));
      }
    }
    return names();
  }

  /// A field's text, or `""` and a fault where it is missing.
  String required(String name) {
    Optional<String> text = text(name);
    if (text.isEmpty() && !has(name)) {
      fault(line, "%s has no '%s'. Add one.", title, name);
    }
    return text.orElse("");
  }

  Optional<String> text(String name) {
    Node node = fields.get(name);
    if (node == null) {
      return Optional.empty();
    }
    if (node instanceof ScalarNode scalar && !isNull(node) && !scalar.getValue().isBlank()) {
      return Optional.of(scalar.getValue());
    }
    fault(line(name), "%s: '%s' must be a text. Write one behind '%s:'.", title, name, name);
    return Optional.empty();
  }

  /// A field that is one text or a list of texts.
  List<String> texts(String name) {
    Node node = fields.get(name);
    if (node == null) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      fault(line(name), "%s: '%s' must be a list, such as [a, b].", title, name);
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      if (item instanceof ScalarNode scalar && !isNull(item)) {
        texts.add(scalar.getValue());
      } else {
        fault(lineOf(item), "%s: '%s' must list plain texts.", title, name);
      }
    }
    return texts;
  }

  /// The mappings that a field lists.
  List<Node> items(String name) {
    Node node = fields.get(name);
    if (node == null || isNull(node)) {
      return List.of();
    }
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    fault(line(name), "%s: '%s' must be a list; begin each item with '- '.", title, name);
    return List.of();
  }

  /// A mapping of any names, at least one of them; empty where it is missing or holds nothing.
  Optional<Section> filled(String name, String itsTitle) {
    Node node = fields.get(name);
    boolean empty =
        node == null
            || isNull(node)
            || (node instanceof MappingNode mapping && mapping.getValue().isEmpty());
    return empty ? Optional.empty() : section(name, itsTitle, Set.of());
  }

  /// A field's path; relative ones count from `folder`.
  Path path(String name, Path folder, String usual) {
    String text = text(name).orElse(usual);
    try {
      return folder.resolve(text);
    } catch (InvalidPathException impossible) {
      fault(line(name), "%s: '%s' holds characters that no path can have.", title, name);
      return folder;
    }
  }

  Optional<Section> section(String name, String itsTitle, Set<String> known) {
    Node node = fields.get(name);
    return node == null
        ? Optional.empty()
        : Optional.of(new Section(itsTitle, node, known, faults));
  }

  Duration duration(String name, Duration usual) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return usual;
    }
    Matcher matcher = DURATION.matcher(text.get());
    if (!matcher.matches() || matcher.group(1).length() > 9) {
      fault(
          line(name),
          "%s: '%s' is '%s', which is no duration. Write a number and a unit, such as 500ms, 20s or 2m.",
          title,
          name,
          text.get());
      return usual;
    }
    long amount = Long.parseLong(matcher.group(1));
    Duration duration =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          default -> Duration.ofHours(amount);
        };
    if (duration.isZero() || duration.compareTo(Duration.ofDays(1)) > 0) {
      fault(
          line(name),
          "%s: '%s' is '%s'. Choose more than nothing and at most 24h.",
          title,
          name,
          text.get());
      return usual;
    }
    return duration;
  }

  /// A number of bytes.
  int size(String name, int usual) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return usual;
    }
    Matcher matcher = SIZE.matcher(text.get());
    if (matcher.matches() && matcher.group(1).length() <= 12) {
      long unit =
          switch (Optional.ofNullable(matcher.group(2)).orElse("B")) {
            case "KB" -> 1024;
            case "MB" -> 1024 * 1024;
            case "GB" -> 1024 * 1024 * 1024;
            default -> 1;
          };
      long bytes = Long.parseLong(matcher.group(1)) * unit;
      if (bytes > 0 && bytes <= Integer.MAX_VALUE) {
        return (int) bytes;
      }
    }
    fault(
        line(name),
        "%s: '%s' is '%s', which is no size up to 2 GB. Write a number and a unit, such as 20MB.",
        title,
        name,
        text.get());
    return usual;
  }

  int wholeNumber(String name, int usual, int least, int most) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return usual;
    }
    try {
      int number = Integer.parseInt(text.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Falls through to the fault that says so.
    }
    fault(
        line(name),
        "%s: '%s' is '%s'. Write a whole number from %d to %d.",
        title,
        name,
        text.get(),
        least,
        most);
    return usual;
  }
}
