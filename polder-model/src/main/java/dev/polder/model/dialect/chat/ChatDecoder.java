package dev.polder.model.dialect.chat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.polder.http.Bytes;
import dev.polder.http.sse.SseFrame;
import dev.polder.model.dialect.AnswerEvent;
import dev.polder.model.dialect.GarbledException;
import dev.polder.model.dialect.StreamDecoder;
import dev.polder.model.dialect.TokenUsage;
import dev.polder.model.dialect.json.Json;
import dev.polder.model.dialect.wire.OpenAiErrors;
import java.io.IOException;
import java.util.function.Consumer;

/// Reads one stream of chunks.
///
/// The dialect numbers tool calls and nothing else: text, refusal and reasoning go on until another
/// of them or a tool call begins. Tool calls may grow side by side, so they end only with the
/// answer. Usage comes behind the reason why the answer ended, so that is told with `[DONE]`, or
/// with the end of the bytes, since some servers leave `[DONE]` out.
final class ChatDecoder implements StreamDecoder {
  private static final Bytes DONE = Bytes.utf8("[DONE]");

  private final OpenParts parts = new OpenParts();
  private boolean begun;
  private boolean over;
  private String id = "";
  private String model = "";
  private String finish = "";
  private TokenUsage usage = TokenUsage.UNKNOWN;

  /// For servers that give a tool call no id, which the next request needs.
  static String madeUpId(int number) {
    return "call_" + number;
  }

  @Override
  public void read(SseFrame frame, Consumer<AnswerEvent> events) throws GarbledException {
    if (over || frame.data().isEmpty()) {
      return;
    }
    if (frame.data().equals(DONE)) {
      finish(events);
      return;
    }
    if (frame.event().equals("error")) {
      fail(frame.data(), events);
      return;
    }
    try (JsonParser json = Json.parse(frame.data())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw GarbledException.garbage("an event of its stream is no JSON object");
      }
      readChunk(json, frame.data(), events);
    } catch (IOException noJson) {
      throw GarbledException.garbage("an event of its stream is no JSON of the dialect");
    }
  }

  private void readChunk(JsonParser json, Bytes data, Consumer<AnswerEvent> events)
      throws IOException, GarbledException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      switch (name) {
        case "id" -> id = begun ? id : scalar(json);
        case "model" -> model = begun ? model : scalar(json);
        case "object" -> {
          if (scalar(json).equals("error")) {
            fail(data, events);
            return;
          }
        }
        case "error" -> {
          if (token != JsonToken.VALUE_NULL) {
            fail(data, events);
            return;
          }
        }
        case "usage" -> {
          if (token == JsonToken.START_OBJECT) {
            usage = ChatUsage.read(json);
          } else {
            json.skipChildren();
          }
        }
        case "choices" -> {
          if (token == JsonToken.START_ARRAY) {
            readChoices(json, events);
          } else {
            json.skipChildren();
          }
        }
        default -> json.skipChildren();
      }
    }
  }

  private static String scalar(JsonParser json) throws IOException {
    String text = json.getValueAsString("");
    json.skipChildren();
    return text;
  }

  private void fail(Bytes data, Consumer<AnswerEvent> events) {
    over = true;
    events.accept(new AnswerEvent.Failed(OpenAiErrors.read(0, data)));
  }

  private void readChoices(JsonParser json, Consumer<AnswerEvent> events)
      throws IOException, GarbledException {
    for (JsonToken item = json.nextToken(); item != JsonToken.END_ARRAY; item = json.nextToken()) {
      if (item != JsonToken.START_OBJECT) {
        throw GarbledException.garbage("a choice of its stream is no object");
      }
      begin(events);
      readChoice(json, events);
    }
  }

  private void begin(Consumer<AnswerEvent> events) {
    if (!begun) {
      begun = true;
      events.accept(new AnswerEvent.Begun(id, model, usage));
    }
  }

  private void readChoice(JsonParser json, Consumer<AnswerEvent> events)
      throws IOException, GarbledException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("delta") && value == JsonToken.START_OBJECT) {
        new ChatDelta(json, parts, events).read();
      } else if (name.equals("finish_reason") && value == JsonToken.VALUE_STRING) {
        finish = json.getText();
      } else if (name.equals("index") && value == JsonToken.VALUE_NUMBER_INT) {
        if (json.getValueAsInt() != 0) {
          throw GarbledException.garbage("its stream has a second choice, which nobody asked for");
        }
      } else {
        json.skipChildren();
      }
    }
  }

  private void finish(Consumer<AnswerEvent> events) throws GarbledException {
    if (finish.isEmpty()) {
      throw new GarbledException(
          GarbledException.Kind.CUT_OFF, "its stream ends without a reason why");
    }
    over = true;
    parts.endAll(events);
    events.accept(new AnswerEvent.Finished(Finish.read(finish, parts.hasTools()), "", usage));
  }

  @Override
  public void end(Consumer<AnswerEvent> events) throws GarbledException {
    if (over) {
      return;
    }
    if (finish.isEmpty()) {
      throw new GarbledException(
          GarbledException.Kind.CUT_OFF, "its stream ends in the middle of the answer");
    }
    finish(events);
  }
}
