package dev.polder.evals.solve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.polder.evals.sample.ToolCall;
import dev.polder.evals.score.Response;
import dev.polder.http.Bytes;
import dev.polder.model.openai.AnswerText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads what a whole chat completion says: its first choice.
final class AnswerReader {
  private static final JsonMapper JSON = new JsonMapper();

  /// The fields of the dialect in which a provider names what answered.
  private static final List<String> TELLING = List.of("model", "system_fingerprint");

  /// A longer name is none.
  private static final int LONGEST = 200;

  private AnswerReader() {}

  /// An answer, and what its provider says of the model that gave it.
  record Read(Response response, Set<String> said) {}

  /// @throws IOException when it is no JSON
  static Read read(Bytes body) throws IOException {
    JsonNode root = JSON.readTree(body.array(), body.offset(), body.length());
    return new Read(response(root.path("choices").path(0)), said(root));
  }

  private static Response response(JsonNode choice) {
    JsonNode message = choice.path("message");
    List<ToolCall> calls = new ArrayList<>();
    for (JsonNode call : message.path("tool_calls")) {
      JsonNode function = call.path("function");
      calls.add(new ToolCall(function.path("name").asText(), function.path("arguments").asText()));
    }
    String text = text(message.path("content"));
    String refusal = message.path("refusal").asText("");
    return text.isEmpty() && !refusal.isEmpty()
        ? new Response(refusal, calls, Framing.REFUSED)
        : new Response(text, calls, choice.path("finish_reason").asText(""));
  }

  /// The first choice of a stream, put together; its tool calls are not.
  ///
  /// @throws IOException when it is no whole answer
  static Response readStream(Bytes events) throws IOException {
    List<AnswerText> choices = AnswerText.ofStream(events);
    if (choices.isEmpty() || choices.getFirst().finishReason().isEmpty()) {
      throw new IOException("the stream holds no whole answer");
    }
    AnswerText first = choices.getFirst();
    return new Response(first.text(), List.of(), first.finishReason());
  }

  private static Set<String> said(JsonNode root) {
    Set<String> said = new HashSet<>(2);
    for (String field : TELLING) {
      String value = root.path(field).asText("");
      if (!value.isBlank() && value.length() <= LONGEST) {
        said.add(field + " " + value);
      }
    }
    return said;
  }

  /// Some servers write an answer as a list of parts; those with a text count.
  private static String text(JsonNode content) {
    if (!content.isArray()) {
      return content.asText("");
    }
    StringBuilder text = new StringBuilder();
    content.forEach(part -> text.append(part.path("text").asText("")));
    return text.toString();
  }
}
