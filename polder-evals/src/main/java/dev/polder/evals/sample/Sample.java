package dev.polder.evals.sample;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id);
    json.set("input", messages(input));
    json.set("target", target.json());
    cluster.ifPresent(name -> json.put("cluster", name));
    ArrayNode words = json.putArray("tags");
    tags.forEach(words::add);
    json.put("weight", weight);
    return CanonicalJson.text(json);
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
