package dev.polder.evals.sample;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One case of a suite: what is asked, and what should be answered.
///
/// @param id unique in its suite
/// @param input at least one message
/// @param cluster what makes cases alike, such as the document they are about; cases of one cluster
///   are not independent
/// @param tags words by which results can be told apart, sorted
/// @param weight above 0; 1 where nothing is said
public record Sample(
    String id,
    List<Message> input,
    Target target,
    Optional<String> cluster,
    Set<String> tags,
    double weight) {
  public Sample {
    if (id.isBlank()) {
      throw new IllegalArgumentException("a sample needs an id");
    }
    if (input.isEmpty()) {
      throw new IllegalArgumentException("sample '" + id + "' asks nothing");
    }
    if (!(weight > 0 && Double.isFinite(weight))) {
      throw new IllegalArgumentException("sample '" + id + "' has weight " + weight);
    }
    input = List.copyOf(input);
    tags = Collections.unmodifiableSet(new TreeSet<>(tags));
  }

  /// The last message of the user: what scorers and judges take for the question.
  public String question() {
    for (Message message : input.reversed()) {
      if (message.role().equals("user")) {
        return message.content();
      }
    }
    return input.getLast().content();
  }

  /// The one text that says all of it, for digests: equal samples, equal texts.
  public String canonical() {
    return canonical(canonical(input));
  }

  /// The same, for whoever has the text of the input already.
  ///
  /// @param question that of [#canonical(List)] for this input
  public String canonical(String question) {
    StringBuilder text = new StringBuilder(256).append('{');
    cluster.ifPresent(name -> {
      text.append("\"cluster\":");
      CanonicalJson.writeText(name, text);
      text.append(',');
    });
    text.append("\"id\":");
    CanonicalJson.writeText(id, text);
    text.append(",\"input\":").append(question).append(",\"tags\":[");
    String separator = "";
    for (String tag : tags) {
      text.append(separator);
      CanonicalJson.writeText(tag, text);
      separator = ",";
    }
    text.append("],\"target\":");
    CanonicalJson.write(target.json(), text);
    return text.append(",\"weight\":").append(weight).append('}').toString();
  }

  /// The one text that says what is asked, in the form of [#messages].
  public static String canonical(List<Message> messages) {
    StringBuilder text = new StringBuilder(256).append('[');
    String separator = "";
    for (Message message : messages) {
      text.append(separator).append("{\"content\":");
      CanonicalJson.writeText(message.content(), text);
      text.append(",\"role\":");
      CanonicalJson.writeText(message.role(), text);
      text.append('}');
      separator = ",";
    }
    return text.append(']').toString();
  }

  /// Messages as the usual list of `role` and `content`.
  public static ArrayNode messages(List<Message> messages) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Message message : messages) {
      array.addObject().put("role", message.role()).put("content", message.content());
    }
    return array;
  }
}
