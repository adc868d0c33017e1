package dev.polder.model.dialect.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.polder.http.Bytes;
import dev.polder.model.dialect.AnswerEvent;
import dev.polder.model.dialect.Letterhead;
import dev.polder.model.dialect.Part;
import dev.polder.model.dialect.StreamEncoder;
import dev.polder.model.dialect.wire.EventWriter;
import dev.polder.model.dialect.wire.Mould;
import dev.polder.model.dialect.wire.OpenAiErrors;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// Writes one stream of chunks: a role first, deltas, the reason why it ended, usage for who asked,
/// `[DONE]`; or an error, and nothing behind it.
final class ChatEncoder implements StreamEncoder {
  private final EventWriter out = new EventWriter();
  private final Letterhead letterhead;
  private final boolean usageAsked;
  private final Map<Integer, Opened> opened = new HashMap<>();
  private String model = "";
  private int calls;
  private boolean over;

  /// A part that has begun.
  private static final class Opened {
    private final Mould mould;
    private final boolean isCall;
    private boolean grown;

    Opened(Mould mould, boolean isCall) {
      this.mould = mould;
      this.isCall = isCall;
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
      case Part.Text ignored -> opened.put(begun.index(), saying("content"));
      case Part.Refusal ignored -> opened.put(begun.index(), saying("refusal"));
      case Part.Reasoning ignored -> opened.put(begun.index(), saying("reasoning_content"));
      case Part.ToolCall call -> opened.put(begun.index(), calling(call, calls++));
      case Part.ImageAddress ignored -> {}
      case Part.ImageBytes ignored -> {}
      case Part.ToolResult ignored -> {}
    }
  }

  private Opened saying(String field) {
    return new Opened(mould(json -> EventWriter.text(json, field, Mould.TEXT)), false);
  }

  private Opened calling(Part.ToolCall call, int number) {
    delta(json -> {
      startCall(json, number);
      EventWriter.text(json, "id", call.id());
      json.writeStringField("type", "function");
      json.writeObjectFieldStart("function");
      EventWriter.text(json, "name", call.name());
      json.writeStringField("arguments", "");
      endCall(json);
    });
    return new Opened(
        mould(json -> {
          startCall(json, number);
          json.writeObjectFieldStart("function");
          EventWriter.text(json, "arguments", Mould.TEXT);
          endCall(json);
        }),
        true);
  }

  private Mould mould(EventWriter.Data delta) {
    return Mould.of("", json -> writeChunk(json, delta, ""));
  }

  private void grow(AnswerEvent.PartGrown grown) {
    Opened part = opened.get(grown.index());
    if (part != null) {
      part.grown = true;
      out.event(part.mould, grown.text());
    }
  }

  /// A call without arguments has an empty object of them: clients parse what they get.
  private void end(int index) {
    Opened part = opened.remove(index);
    if (part != null && part.isCall && !part.grown) {
      out.event(part.mould, "{}");
    }
  }

  private static void startCall(JsonGenerator json, int number) throws IOException {
    json.writeArrayFieldStart("tool_calls");
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
    out.event("", json -> writeChunk(json, delta, finish));
  }

  private void writeChunk(JsonGenerator json, EventWriter.Data delta, String finish)
      throws IOException {
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
