package dev.polder.model.dialect.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.polder.http.Bytes;
import dev.polder.http.sse.SseFrame;
import dev.polder.model.dialect.AnswerEvent;
import dev.polder.model.dialect.GarbledException;
import dev.polder.model.dialect.Part;
import dev.polder.model.dialect.Seal;
import dev.polder.model.dialect.StreamDecoder;
import dev.polder.model.dialect.TokenUsage;
import dev.polder.model.dialect.json.Json;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads one stream of blocks.
///
/// Deltas, which are nearly all events, are parsed token by token; the few others as trees. The
/// event's name says which it is, as the dialect promises; where there is none, its `type` does.
final class AnthropicDecoder implements StreamDecoder {
  /// A block of the provider's own tools, whose events are passed over.
  private static final int PASSED_OVER = -1;

  private final Map<Integer, Integer> open = new HashMap<>();
  private boolean begun;
  private boolean over;
  private int next;
  private String stopReason = "";
  private String stopSequence = "";
  private TokenUsage usage = TokenUsage.UNKNOWN;

  @Override
  public void read(SseFrame frame, Consumer<AnswerEvent> events) throws GarbledException {
    if (over || frame.data().isEmpty()) {
      return;
    }
    try {
      if (frame.event().equals("content_block_delta")) {
        readDelta(frame.data(), events);
        return;
      }
      JsonNode data = Json.tree(frame.data());
      String type = data.path("type").asText("");
      switch (frame.event().equals("error") ? "error" : type) {
        case "message_start" -> begin(data.path("message"), events);
        case "content_block_start" -> beginBlock(data, events);
        case "content_block_delta" -> readDelta(frame.data(), events);
        case "content_block_stop" -> endBlock(data, events);
        case "message_delta" -> readMessageDelta(data);
        case "message_stop" -> finish(events);
        case "error" -> {
          over = true;
          events.accept(new AnswerEvent.Failed(AnthropicErrors.read(0, frame.data())));
        }
        case "" -> throw GarbledException.garbage("an event of its stream has no type");
        default -> {} // A ping, or something newer than this code.
      }
    } catch (IOException noJson) {
      throw GarbledException.garbage("an event of its stream is no JSON of the dialect");
    }
  }

  private void begin(JsonNode message, Consumer<AnswerEvent> events) throws GarbledException {
    if (begun) {
      throw GarbledException.garbage("its stream has a second message_start");
    }
    begun = true;
    usage = AnthropicUsage.read(message.path("usage"));
    events.accept(
        new AnswerEvent.Begun(
            message.path("id").asText(""), message.path("model").asText(""), usage));
  }

  private void beginBlock(JsonNode data, Consumer<AnswerEvent> events) throws GarbledException {
    int number = number(data);
    if (!begun || open.containsKey(number)) {
      throw GarbledException.garbage("a block of its stream begins out of order");
    }
    Optional<Part> part = AnthropicAnswers.part(data.path("content_block"));
    open.put(number, part.isPresent() ? next : PASSED_OVER);
    if (part.isPresent()) {
      beginPart(next++, part.get(), events);
    }
  }

  /// What stands in a block from the start comes as if it had grown.
  private static void beginPart(int index, Part part, Consumer<AnswerEvent> events) {
    switch (part) {
      case Part.Text text -> {
        events.accept(new AnswerEvent.PartBegun(index, new Part.Text("")));
        grow(index, text.text(), events);
      }
      case Part.ToolCall call -> {
        events.accept(
            new AnswerEvent.PartBegun(index, new Part.ToolCall(call.id(), call.name(), "")));
        grow(index, call.arguments().equals("{}") ? "" : call.arguments(), events);
      }
      case Part.Reasoning thought -> {
        events.accept(new AnswerEvent.PartBegun(index, new Part.Reasoning("", Seal.NONE)));
        grow(index, thought.text(), events);
        if (thought.seal().exists()) {
          events.accept(new AnswerEvent.PartSealed(index, thought.seal()));
        }
      }
      case Part.Refusal ignored -> {}
      case Part.ImageAddress ignored -> {}
      case Part.ImageBytes ignored -> {}
      case Part.ToolResult ignored -> {}
    }
  }

  private static void grow(int index, String text, Consumer<AnswerEvent> events) {
    if (!text.isEmpty()) {
      events.accept(new AnswerEvent.PartGrown(index, text));
    }
  }

  private static int number(JsonNode data) throws GarbledException {
    if (!data.path("index").canConvertToInt()) {
      throw GarbledException.garbage("an event of its stream names no block");
    }
    return data.path("index").intValue();
  }

  private void readDelta(Bytes data, Consumer<AnswerEvent> events)
      throws IOException, GarbledException {
    int number = -1;
    String text = "";
    String signature = "";
    try (JsonParser json = Json.parse(data)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw GarbledException.garbage("an event of its stream is no JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (name.equals("index") && value == JsonToken.VALUE_NUMBER_INT) {
          number = json.getIntValue();
        } else if (name.equals("delta") && value == JsonToken.START_OBJECT) {
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            boolean isText = json.nextToken() == JsonToken.VALUE_STRING;
            switch (field) {
              case "text", "partial_json", "thinking" -> text = isText ? json.getText() : text;
              case "signature" -> signature = isText ? json.getText() : signature;
              default -> json.skipChildren(); // The type, or a citation.
            }
          }
        } else {
          json.skipChildren();
        }
      }
    }
    Integer index = open.get(number);
    if (index == null) {
      throw GarbledException.garbage("its stream goes on with a block that has not begun");
    }
    if (index != PASSED_OVER) {
      grow(index, text, events);
      if (!signature.isEmpty()) {
        events.accept(new AnswerEvent.PartSealed(index, AnthropicAnswers.seal(signature)));
      }
    }
  }

  private void endBlock(JsonNode data, Consumer<AnswerEvent> events) throws GarbledException {
    Integer index = open.remove(number(data));
    if (index == null) {
      throw GarbledException.garbage("its stream ends a block that has not begun");
    }
    if (index != PASSED_OVER) {
      events.accept(new AnswerEvent.PartEnded(index));
    }
  }

  private void readMessageDelta(JsonNode data) {
    JsonNode delta = data.path("delta");
    stopReason = delta.path("stop_reason").asText(stopReason);
    stopSequence = delta.path("stop_sequence").asText(stopSequence);
    usage = AnthropicUsage.read(data.path("usage"), usage);
  }

  private void finish(Consumer<AnswerEvent> events) throws GarbledException {
    if (!begun || !open.isEmpty() || stopReason.isEmpty()) {
      throw new GarbledException(
          GarbledException.Kind.CUT_OFF, "its stream ends before its answer does");
    }
    over = true;
    events.accept(new AnswerEvent.Finished(StopReason.read(stopReason), stopSequence, usage));
  }

  @Override
  public void end(Consumer<AnswerEvent> events) throws GarbledException {
    if (!over) {
      throw new GarbledException(
          GarbledException.Kind.CUT_OFF, "its stream ends in the middle of the answer");
    }
  }
}
