package dev.polder.evals.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.polder.evals.sample.CanonicalJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where in an answer JSON may stand.
public enum JsonAnswer {
  /// The whole answer is JSON.
  WHOLE,
  /// The same, or it holds one block between fences of three backticks.
  FENCED,
  /// The same, or the first object or list that can be read within prose.
  ANYWHERE;

  private static final Pattern FENCE =
      Pattern.compile("```[A-Za-z0-9]*[ \\t]*\\R(.*?)```", Pattern.DOTALL);
  private static final int MOST_STARTS = 100;
  private static final JsonFactory FACTORY = new JsonFactory();

  /// The JSON of `answer`, strictly read: no name twice, nothing after it.
  public Optional<JsonNode> in(String answer) {
    return switch (this) {
      case WHOLE -> CanonicalJson.parse(answer);
      case FENCED -> CanonicalJson.parse(answer).or(() -> fenced(answer));
      case ANYWHERE ->
          CanonicalJson.parse(answer).or(() -> fenced(answer)).or(() -> embedded(answer));
    };
  }

  private static Optional<JsonNode> fenced(String answer) {
    List<String> blocks = new ArrayList<>();
    Matcher fence = FENCE.matcher(answer);
    while (fence.find()) {
      blocks.add(fence.group(1));
    }
    return blocks.size() == 1 ? CanonicalJson.parse(blocks.getFirst()) : Optional.empty();
  }

  private static Optional<JsonNode> embedded(String answer) {
    int starts = 0;
    for (int at = 0; at < answer.length() && starts < MOST_STARTS; at++) {
      char character = answer.charAt(at);
      if (character == '{' || character == '[') {
        starts++;
        Optional<JsonNode> value = beginningAt(answer, at);
        if (value.isPresent()) {
          return value;
        }
      }
    }
    return Optional.empty();
  }

  /// The value that begins at `at`, whatever follows.
  private static Optional<JsonNode> beginningAt(String answer, int at) {
    String rest = answer.substring(at);
    try (JsonParser parser = FACTORY.createParser(rest)) {
      JsonToken first = parser.nextToken();
      if (first == null || !first.isStructStart()) {
        return Optional.empty();
      }
      parser.skipChildren();
      int end = (int) parser.currentLocation().getCharOffset();
      return CanonicalJson.parse(rest.substring(0, end));
    } catch (IOException noJson) {
      return Optional.empty();
    }
  }
}
