package dev.polder.app.config.bind;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Says a part of a YAML file in JSON. Bounded in depth and length, since an anchor can lead to
/// itself, or multiply what it stands for.
final class NodeJson {
  private static final int DEEPEST = 20;
  private static final int LONGEST = 64 * 1024;
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][-+]?\\d+)?");

  private final StringBuilder json = new StringBuilder();

  private NodeJson() {}

  static String of(Node node) throws Refused {
    NodeJson writer = new NodeJson();
    writer.write(node, 0);
    return writer.json.toString();
  }

  private void write(Node node, int depth) throws Refused {
    if (depth > DEEPEST || json.length() > LONGEST) {
      throw Refused.because("is larger or nested more deeply than any such value. Shorten it.");
    }
    switch (node) {
      case ScalarNode scalar -> scalar(scalar);
      case SequenceNode list -> {
        json.append('[');
        String between = "";
        for (Node item : list.getValue()) {
          json.append(between);
          write(item, depth + 1);
          between = ",";
        }
        json.append(']');
      }
      case MappingNode map -> {
        json.append('{');
        String between = "";
        for (NodeTuple entry : map.getValue()) {
          json.append(between);
          name(entry.getKeyNode());
          json.append(':');
          write(entry.getValueNode(), depth + 1);
          between = ",";
        }
        json.append('}');
      }
      default -> throw Refused.because("holds something that JSON cannot say. Write it plainly.");
    }
  }

  private void name(Node key) throws Refused {
    if (!(key instanceof ScalarNode name)) {
      throw Refused.because("has a field whose name is no plain word.");
    }
    quote(name.getValue());
  }

  private void scalar(ScalarNode scalar) throws Refused {
    Tag tag = scalar.getTag();
    String text = scalar.getValue();
    if (tag.equals(Tag.NULL)) {
      json.append("null");
    } else if (tag.equals(Tag.BOOL)) {
      json.append(text);
    } else if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      json.append(number(text));
    } else {
      quote(text);
    }
  }

  private static String number(String text) throws Refused {
    if (NUMBER.matcher(text).matches()) {
      return text;
    }
    try {
      return new BigDecimal(text).toPlainString();
    } catch (NumberFormatException infinite) {
      throw Refused.because("is '%s', which is no number that JSON can say.", text);
    }
  }

  private void quote(String text) {
    json.append('"').append(JsonStringEncoder.getInstance().quoteAsString(text)).append('"');
  }
}
