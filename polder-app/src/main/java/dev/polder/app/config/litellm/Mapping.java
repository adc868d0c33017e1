package dev.polder.app.config.litellm;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A mapping of the file, which remembers the keys that somebody has asked for: whatever is left in
/// the end has no counterpart, so nothing can be passed over in silence.
final class Mapping {
  /// Names that LiteLLM or its users choose; any other key may be a slip that holds a secret.
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.:/* -]{1,80}");

  private static final Node NOTHING = new ScalarNode(Tag.NULL, "", ScalarStyle.PLAIN);

  private final String path;
  private final int line;
  private final Remarks remarks;
  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
  private final Set<String> asked = new HashSet<>();
  private final List<Mapping> inside = new ArrayList<>();

  /// @param path what messages call it; `""` for the whole file
  /// @param line where it begins
  Mapping(String path, int line, Node node, Remarks remarks) {
    this.path = path;
    this.line = line;
    this.remarks = remarks;
    if (node instanceof MappingNode mapping) {
      read(mapping);
    }
  }

  /// Keys of a merged mapping (`<<: *usual`) stand behind those of the mapping itself.
  private void read(MappingNode mapping) {
    for (NodeTuple entry : mapping.getValue()) {
      String key = entry.getKeyNode() instanceof ScalarNode name ? name.getValue() : "(no word)";
      if (key.equals("<<")) {
        merge(entry.getValueNode());
      } else if (entries.put(key, entry) != null) {
        remarks.add(lineOf(entry.getKeyNode()), in(key), "stands twice; the last one counts.");
      }
    }
  }

  private void merge(Node node) {
    if (node instanceof MappingNode merged) {
      for (NodeTuple entry : merged.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode name) {
          entries.putIfAbsent(name.getValue(), entry);
        }
      }
    } else if (node instanceof SequenceNode several) {
      several.getValue().forEach(this::merge);
    }
  }

  private String in(String key) {
    String shown = WORD.matcher(key).matches() ? key : "(a key)";
    return path.isEmpty() ? shown : path + "." + shown;
  }

  int line() {
    return line;
  }

  List<String> keys() {
    return List.copyOf(entries.keySet());
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  /// Whether there are keys under `key`.
  boolean isSection(String key) {
    NodeTuple entry = entries.get(key);
    return entry != null && entry.getValueNode() instanceof MappingNode;
  }

  /// Says something of a key, which counts as asked for.
  void remark(String key, String text) {
    asked.add(key);
    NodeTuple entry = entries.get(key);
    remarks.add(entry == null ? line : lineOf(entry.getKeyNode()), in(key), text);
  }

  /// Its keys need nothing more to be said: what was said of it as a whole holds for them too.
  void settle() {
    asked.addAll(entries.keySet());
    inside.clear();
  }

  /// A plain value; empty where there is none. What is none, though it should be, is remarked.
  Optional<String> text(String key) {
    Optional<Node> node = ask(key);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (node.get() instanceof ScalarNode scalar) {
      return Optional.of(scalar.getValue()).filter(text -> !text.isBlank());
    }
    remark(key, "is no plain value, and was not understood.");
    return Optional.empty();
  }

  /// A list of plain values, or one instead of a list.
  List<String> texts(String key) {
    Optional<Node> node = ask(key);
    if (node.isEmpty()) {
      return List.of();
    }
    if (node.get() instanceof ScalarNode one) {
      return List.of(one.getValue());
    }
    List<String> texts = new ArrayList<>();
    if (node.get() instanceof SequenceNode list) {
      for (Node item : list.getValue()) {
        if (item instanceof ScalarNode scalar) {
          texts.add(scalar.getValue());
        } else {
          remarks.add(lineOf(item), in(key), "lists something that is no name; it was left out.");
        }
      }
      return texts;
    }
    remark(key, "is no list, and was not understood.");
    return List.of();
  }

  /// The mapping under `key`, an empty one where there is none.
  Mapping section(String key) {
    Optional<Node> node = ask(key);
    if (node.isEmpty()) {
      return new Mapping(in(key), line, NOTHING, remarks);
    }
    if (!(node.get() instanceof MappingNode)) {
      remark(key, "is no section, and was not understood.");
    }
    return within(in(key), node.get());
  }

  /// The mappings that are listed under `key`.
  List<Mapping> sections(String key) {
    Optional<Node> node = ask(key);
    if (node.isEmpty()) {
      return List.of();
    }
    if (!(node.get() instanceof SequenceNode list)) {
      remark(key, "is no list, and was not understood.");
      return List.of();
    }
    List<Mapping> sections = new ArrayList<>();
    for (Node item : list.getValue()) {
      if (item instanceof MappingNode) {
        sections.add(within("%s[%d]".formatted(in(key), sections.size()), item));
      } else {
        remarks.add(lineOf(item), in(key), "lists something that is no section; it was left out.");
      }
    }
    return sections;
  }

  private Mapping within(String itsPath, Node node) {
    Mapping mapping = new Mapping(itsPath, lineOf(node), node, remarks);
    inside.add(mapping);
    return mapping;
  }

  /// What stands under `key`; a null counts as nothing.
  private Optional<Node> ask(String key) {
    asked.add(key);
    return Optional.ofNullable(entries.get(key))
        .map(NodeTuple::getValueNode)
        .filter(node -> !node.getTag().equals(Tag.NULL));
  }

  /// Says of every key that nobody has asked for, here and further in, that it has no counterpart.
  void tellRest() {
    for (String key : entries.keySet()) {
      if (!asked.contains(key)) {
        remark(key, Counterparts.missing(key));
      }
    }
    inside.forEach(Mapping::tellRest);
  }

  private static int lineOf(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }
}
