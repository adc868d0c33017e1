package dev.polder.model.dialect.chat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.polder.model.dialect.AnswerEvent;
import dev.polder.model.dialect.GarbledException;
import dev.polder.model.dialect.Part;
import dev.polder.model.dialect.json.Json;
import java.io.IOException;
import java.util.function.Consumer;

/// Reads the delta of one chunk; the parser stands on its start, and on its end afterwards.
record ChatDelta(JsonParser json, OpenParts parts, Consumer<AnswerEvent> events) {
  private static final Part TEXT = new Part.Text("");
  private static final Part REFUSAL = new Part.Refusal("");
  private static final Part REASONING = OpenParts.reasoning();

  void read() throws IOException, GarbledException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "content" -> readContent(value);
        case "refusal" -> say(REFUSAL, value);
        case "reasoning_content", "reasoning" -> say(REASONING, value);
        case "tool_calls" -> readCalls(value);
        case "function_call" -> {
          if (value != JsonToken.VALUE_NULL) {
            throw GarbledException.garbage("its stream has a function call of the old form");
          }
        }
        default -> json.skipChildren();
      }
    }
  }

  private void say(Part kind, JsonToken value) throws IOException {
    if (value != JsonToken.VALUE_STRING) {
      json.skipChildren();
    } else if (json.getTextLength() > 0) {
      parts.say(kind, json.getText(), events);
    }
  }

  /// A text, or a list of parts that hold one, as some servers send it.
  private void readContent(JsonToken value) throws IOException {
    if (value != JsonToken.START_ARRAY) {
      say(TEXT, value);
      return;
    }
    for (JsonToken item = json.nextToken(); item != JsonToken.END_ARRAY; item = json.nextToken()) {
      if (item != JsonToken.START_OBJECT) {
        json.skipChildren();
        continue;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean isText = json.currentName().equals("text");
        JsonToken inner = json.nextToken();
        if (isText) {
          say(TEXT, inner);
        } else {
          json.skipChildren();
        }
      }
    }
  }

  private void readCalls(JsonToken value) throws IOException, GarbledException {
    if (value != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    for (JsonToken item = json.nextToken(); item != JsonToken.END_ARRAY; item = json.nextToken()) {
      if (item != JsonToken.START_OBJECT) {
        throw GarbledException.garbage("a tool call of its stream is no object");
      }
      readCall();
    }
  }

  private void readCall() throws IOException, GarbledException {
    int number = -1;
    String id = "";
    String name = "";
    String arguments = "";
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (field.equals("index") && value == JsonToken.VALUE_NUMBER_INT) {
        number = json.getValueAsInt();
      } else if (field.equals("id") && value == JsonToken.VALUE_STRING) {
        id = json.getText();
      } else if (field.equals("function") && value == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          boolean isName = json.currentName().equals("name");
          boolean isArguments = json.currentName().equals("arguments");
          JsonToken inner = json.nextToken();
          if (isName && inner == JsonToken.VALUE_STRING) {
            name = json.getText();
          } else if (isArguments && inner == JsonToken.VALUE_STRING) {
            arguments = json.getText();
          } else if (isArguments && inner == JsonToken.START_OBJECT) {
            arguments = Json.text(json);
          } else {
            json.skipChildren();
          }
        }
      } else {
        json.skipChildren();
      }
    }
    apply(number < 0 ? parts.guessedNumber(!name.isEmpty()) : number, id, name, arguments);
  }

  private void apply(int number, String id, String name, String arguments) throws GarbledException {
    if (!parts.isKnown(number, id, name)) {
      if (name.isEmpty()) {
        throw GarbledException.garbage("a tool call of its stream names no function");
      }
      parts.beginCall(number, id, name, events);
    }
    parts.growCall(number, arguments, events);
  }
}
