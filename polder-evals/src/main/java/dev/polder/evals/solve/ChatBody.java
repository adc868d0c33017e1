package dev.polder.evals.solve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.polder.evals.sample.Message;
import dev.polder.evals.sample.ToolCall;
import dev.polder.http.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// A chat completion's body as a client writes it: a model, messages, perhaps tools.
public final class ChatBody {
  private static final JsonFactory JSON = new JsonFactory();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
  private final JsonGenerator json;

  private ChatBody(String model, List<ScriptedTool> tools, boolean steady) throws IOException {
    json = JSON.createGenerator(bytes);
    json.writeStartObject();
    json.writeStringField("model", model);
    if (!tools.isEmpty()) {
      json.writeArrayFieldStart("tools");
      for (ScriptedTool tool : tools) {
        json.writeRawValue(tool.declaration());
      }
      json.writeEndArray();
    }
    if (steady) {
      json.writeNumberField("temperature", 0);
    }
    json.writeArrayFieldStart("messages");
  }

  /// The body of a question that is to be answered the same way every time, as far as a model can:
  /// at temperature 0.
  public static Bytes steady(String model, List<Message> messages) {
    try {
      ChatBody body = new ChatBody(model, List.of(), true);
      return body.with(messages).end();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /// The body of a plain question.
  static Bytes of(String model, List<Message> messages) {
    return of(model, List.of(), messages, List.of());
  }

  /// The body of a step in a loop with tools.
  ///
  /// @param steps what was said since the messages
  static Bytes of(
      String model, List<ScriptedTool> tools, List<Message> messages, List<ToolLoop.Step> steps) {
    try {
      ChatBody body = new ChatBody(model, tools, false).with(messages);
      for (int i = 0; i < steps.size(); i++) {
        body.step(i, steps.get(i));
      }
      return body.end();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private ChatBody with(List<Message> messages) throws IOException {
    for (Message message : messages) {
      message(message.role(), message.content());
    }
    return this;
  }

  private void message(String role, String content) throws IOException {
    json.writeStartObject();
    json.writeStringField("role", role);
    json.writeStringField("content", content);
    json.writeEndObject();
  }

  /// The identifiers are ours: they only have to agree, and a model's own would change the bytes
  /// from run to run.
  private void step(int number, ToolLoop.Step step) throws IOException {
    json.writeStartObject();
    json.writeStringField("role", "assistant");
    json.writeStringField("content", step.text());
    json.writeArrayFieldStart("tool_calls");
    for (int i = 0; i < step.calls().size(); i++) {
      ToolCall call = step.calls().get(i);
      json.writeStartObject();
      json.writeStringField("id", id(number, i));
      json.writeStringField("type", "function");
      json.writeObjectFieldStart("function");
      json.writeStringField("name", call.name());
      json.writeStringField("arguments", call.arguments());
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    for (int i = 0; i < step.results().size(); i++) {
      json.writeStartObject();
      json.writeStringField("role", "tool");
      json.writeStringField("tool_call_id", id(number, i));
      json.writeStringField("content", step.results().get(i));
      json.writeEndObject();
    }
  }

  private static String id(int step, int call) {
    return "call_" + step + "_" + call;
  }

  private Bytes end() throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    json.close();
    return Bytes.of(bytes.toByteArray());
  }
}
