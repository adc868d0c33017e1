package dev.polder.evals.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.polder.evals.score.Options;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A YAML file as JSON that remembers on which lines its sections stand. Nothing in the file is
/// ever made into an object of a class.
final class YamlSections {
  private static final int DEEPEST = 50;
  private static final int MOST_VALUES = 100_000;

  private final Path folder;
  private final Options.Faults faults;
  private final IdentityHashMap<ObjectNode, Map<String, Integer>> lines = new IdentityHashMap<>();
  private final IdentityHashMap<ObjectNode, Integer> starts = new IdentityHashMap<>();
  private int values;

  /// @param folder that of the file
  YamlSections(Path folder, Options.Faults faults) {
    this.folder = folder;
    this.faults = faults;
  }

  /// The whole file as a section.
  Optional<ObjectNode> read(String text) {
    try {
      LoadSettings settings = LoadSettings.builder().setUseMarks(true).build();
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty() || !(root.get() instanceof MappingNode)) {
        faults.fault(0, "The file holds no 'name: value' lines. See docs/reference/suites.md.");
        return Optional.empty();
      }
      return Optional.of((ObjectNode) json(root.get(), 0));
    } catch (MarkedYamlEngineException malformed) {
      int line = malformed.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      faults.fault(line, "This is not valid YAML: " + malformed.getProblem() + ".");
    } catch (YamlEngineException malformed) {
      faults.fault(0, "This is not valid YAML: " + malformed.getMessage());
    } catch (StackOverflowError tooDeep) { // the parser goes down one frame a level, without bound
      faults.fault(0, "The file is nested more deeply than any suite. Is it another file?");
    } catch (TooMuch tooMuch) {
      faults.fault(0, "The file is deeper or larger than any suite. Is it another file?");
    }
    return Optional.empty();
  }

  /// Reads options of a section that [#read] returned, or of one within.
  Options options(String title, ObjectNode section) {
    return new Options(
        title,
        section,
        lines.getOrDefault(section, Map.of()),
        starts.getOrDefault(section, 0),
        folder,
        faults);
  }

  private static final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private JsonNode json(Node node, int depth) {
    // An alias can stand for much, and for what it stands in.
    if (depth > DEEPEST || ++values > MOST_VALUES) {
      throw new TooMuch();
    }
    return switch (node) {
      case MappingNode mapping -> object(mapping, depth);
      case SequenceNode sequence -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Node item : sequence.getValue()) {
          array.add(json(item, depth + 1));
        }
        yield array;
      }
      case ScalarNode scalar -> scalar(scalar);
      default -> throw new TooMuch(); // the library knows no other nodes
    };
  }

  private ObjectNode object(MappingNode mapping, int depth) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    Map<String, Integer> keys = new HashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      String name =
          entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "a list or a section";
      int line = lineOf(entry.getKeyNode());
      if (keys.putIfAbsent(name, line) == null) {
        object.set(name, json(entry.getValueNode(), depth + 1));
      } else {
        faults.fault(line, "'%s' stands here twice. Keep one.".formatted(name));
      }
    }
    lines.put(object, keys);
    starts.put(object, lineOf(mapping));
    return object;
  }

  private JsonNode scalar(ScalarNode scalar) {
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return NullNode.instance;
    }
    if (tag.equals(Tag.BOOL)) {
      return BooleanNode.valueOf(Boolean.parseBoolean(text));
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return number(text);
    }
    return TextNode.valueOf(text);
  }

  /// Numbers in other notations, such as `.inf`, stay texts, which whoever wants a number refuses.
  private static JsonNode number(String text) {
    return text.length() < 40 && text.matches("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d{1,2})?")
        ? DecimalNode.valueOf(new BigDecimal(text))
        : TextNode.valueOf(text);
  }

  private static int lineOf(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }
}
