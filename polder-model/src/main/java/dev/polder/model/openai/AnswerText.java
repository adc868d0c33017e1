package dev.polder.model.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.polder.http.Bytes;
import dev.polder.http.sse.SseFrame;
import dev.polder.http.sse.SseFramer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What one choice of a chat's answer says, put together for who must read it and not only pass it
/// on. It takes its time, so long answers are read elsewhere than on the event loop.
///
/// @param text of its message, without reasoning
/// @param finishReason why it ended, or `""`
/// @param speaksOtherwise whether it calls a tool or refuses, so that its text is not what it
///   answers
public record AnswerText(String text, String finishReason, boolean speaksOtherwise) {
  private static final ObjectReader READER = new JsonMapper().reader();

  /// The choices of an answer in one piece, by their index.
  ///
  /// @throws IOException when it is no JSON
  public static List<AnswerText> ofWhole(Bytes body) throws IOException {
    Gathering choices = new Gathering();
    choices.take(tree(body), "message");
    return choices.texts();
  }

  /// The choices of a whole stream of events, by their index.
  ///
  /// @throws IOException when an event's data is no JSON
  public static List<AnswerText> ofStream(Bytes events) throws IOException {
    List<SseFrame> frames = new ArrayList<>();
    new SseFramer(Math.max(1, events.length()), frames::add).feed(events);
    Gathering choices = new Gathering();
    for (SseFrame frame : frames) {
      if (frame.data().length() > 0 && frame.data().at(0) == '{') {
        choices.take(tree(frame.data()), "delta");
      }
    }
    return choices.texts();
  }

  private static JsonNode tree(Bytes json) throws IOException {
    return READER.readTree(json.array(), json.offset(), json.length());
  }

  /// Choices that grow event by event.
  private static final class Gathering {
    private final Map<Integer, Growing> byIndex = new TreeMap<>();

    void take(JsonNode event, String messageField) {
      for (JsonNode choice : event.path("choices")) {
        byIndex
            .computeIfAbsent(choice.path("index").asInt(), index -> new Growing())
            .take(choice, choice.path(messageField));
      }
    }

    List<AnswerText> texts() {
      return byIndex.values().stream().map(Growing::text).toList();
    }
  }

  /// One choice while it grows.
  private static final class Growing {
    private final StringBuilder text = new StringBuilder();
    private String finishReason = "";
    private boolean otherwise;

    void take(JsonNode choice, JsonNode message) {
      text.append(said(message.path("content")));
      otherwise |=
          !message.path("tool_calls").isEmpty()
              || message.path("function_call").isObject()
              || !message.path("refusal").asText("").isEmpty();
      if (choice.path("finish_reason").isTextual()) {
        finishReason = choice.path("finish_reason").asText();
        otherwise |= finishReason.equals("content_filter");
      }
    }

    /// Some servers send the parts of a text as a list.
    private static String said(JsonNode content) {
      if (!content.isArray()) {
        return content.isTextual() ? content.asText() : "";
      }
      StringBuilder parts = new StringBuilder();
      content.forEach(part -> parts.append(part.path("text").asText("")));
      return parts.toString();
    }

    AnswerText text() {
      return new AnswerText(text.toString(), finishReason, otherwise);
    }
  }
}
