package dev.polder.model.dialect.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.polder.http.Bytes;
import dev.polder.model.dialect.AnswerEvent;
import dev.polder.model.dialect.Letterhead;
import dev.polder.model.dialect.Part;
import dev.polder.model.dialect.StreamEncoder;
import dev.polder.model.dialect.wire.EventWriter;
import dev.polder.model.dialect.wire.OpenAiErrors;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// Writes one stream of chunks: a role first, deltas, the reason why it ended, usage for who asked,
/// `[DONE]`; or an error, and nothing behind it.
final class ChatEncoder implements StreamEncoder {
  private static final String TOOL_CALLS = "tool_calls";

  private final EventWriter out = new EventWriter();
  private final Letterhead letterhead;
  private final boolean usageAsked;
  private final Map<Integer, Opened> opened = new HashMap<>();
  private String model = "";
  private int calls;
  private boolean over;

  /// A part that has begun.
  private static final class Opened {
    private final String field;
    private final int call;
    private boolean grown;

    /// @param call its number if it is a tool call
    Opened(String field, int call) {
      this.field = field;
      this.call = call;
    }
  }

  ChatEncoder(Letterhead letterhead, boolean usageAsked) {
    this.letterhead = letterhead;
    this.usageAsked = usageAsked;
  }

  static String id(Letterhead letterhead) {
    return "chatcmpl-" + letterhead.id();
  }

  @Override
  public void write(AnswerEvent event) {
    if (over) {
      return;
    }
    switch (event) {
      case AnswerEvent.Begun begun -> {
        model = begun.model();
        delta(json -> {
          json.writeStringField("role", "assistant");
          json.writeStringField("content", "");
        });
      }
      case AnswerEvent.PartBegun begun -> begin(begun);
      case AnswerEvent.PartGrown grown -> grow(grown);
      case AnswerEvent.PartSealed ignored -> {} // The dialect has no place for it.
      case AnswerEvent.PartEnded ended -> end(ended.index());
      case AnswerEvent.Finished finished -> finish(finished);
      case AnswerEvent.Failed failed -> {
        over = true;
        out.plain(OpenAiErrors.body(failed.error()).json());
      }
    }
  }

  private void begin(AnswerEvent.PartBegun begun) {
    switch (begun.part()) {
      case Part.Text ignored -> opened.put(begun.index(), new Opened("content", 0));
      case Part.Refusal ignored -> opened.put(begun.index(), new Opened("refusal", 0));
      case Part.Reasoning ignored -> opened.put(begun.index(), new Opened("reasoning_content", 0));
      case Part.ToolCall call -> {
        int number = calls++;
        opened.put(begun.index(), new Opened(TOOL_CALLS, number));
        delta(json -> {
          startCall(json, number);
          EventWriter.text(json, "id", call.id());
          json.writeStringField("type", "function");
          json.writeObjectFieldStart("function");
          EventWriter.text(json, "name", call.name());
          json.writeStringField("arguments", "");
          endCall(json);
        });
      }
      case Part.ImageAddress ignored -> {}
      case Part.ImageBytes ignored -> {}
      case Part.ToolResult ignored -> {}
    }
  }

  private void grow(AnswerEvent.PartGrown grown) {
    Opened part = opened.get(grown.index());
    if (part == null) {
      return;
    }
    part.grown = true;
    if (part.field.equals(TOOL_CALLS)) {
      growCall(part.call, grown.text());
    } else {
      delta(json -> EventWriter.text(json, part.field, grown.text()));
    }
  }

  private void growCall(int number, String arguments) {
    delta(json -> {
      startCall(json, number);
      json.writeObjectFieldStart("function");
      EventWriter.text(json, "arguments", arguments);
      endCall(json);
    });
  }

  /// A call without arguments has an empty object of them: clients parse what they get.
  private void end(int index) {
    Opened part = opened.remove(index);
    if (part != null && part.field.equals(TOOL_CALLS) && !part.grown) {
      growCall(part.call, "{}");
    }
  }

  private static void startCall(JsonGenerator json, int number) throws IOException {
    json.writeArrayFieldStart(TOOL_CALLS);
    json.writeStartObject();
    json.writeNumberField("index", number);
  }

  private static void endCall(JsonGenerator json) throws IOException {
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
  }

  private void finish(AnswerEvent.Finished finished) {
    over = true;
    chunk(json -> {}, Finish.word(finished.reason()));
    if (usageAsked) {
      out.event(
          "",
          json -> {
            writeHead(json);
            json.writeArrayFieldStart("choices");
            json.writeEndArray();
            ChatUsage.write(json, finished.usage());
          });
    }
    out.plain("[DONE]");
  }

  private void delta(EventWriter.Data delta) {
    chunk(delta, "");
  }

  private void chunk(EventWriter.Data delta, String finish) {
    out.event(
        "",
        json -> {
          writeHead(json);
          json.writeArrayFieldStart("choices");
          json.writeStartObject();
          json.writeNumberField("index", 0);
          json.writeObjectFieldStart("delta");
          delta.write(json);
          json.writeEndObject();
          json.writeNullField("logprobs");
          if (finish.isEmpty()) {
            json.writeNullField("finish_reason");
          } else {
            json.writeStringField("finish_reason", finish);
          }
          json.writeEndObject();
          json.writeEndArray();
          if (usageAsked) {
            json.writeNullField("usage");
          }
        });
  }

  private void writeHead(JsonGenerator json) throws IOException {
    json.writeStringField("id", id(letterhead));
    json.writeStringField("object", "chat.completion.chunk");
    json.writeNumberField("created", letterhead.created().getEpochSecond());
    EventWriter.text(json, "model", model);
  }

  @Override
  public Bytes take() {
    return out.take();
  }
}
