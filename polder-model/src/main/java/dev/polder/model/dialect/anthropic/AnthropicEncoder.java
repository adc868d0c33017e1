package dev.polder.model.dialect.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.polder.http.Bytes;
import dev.polder.model.dialect.AnswerEvent;
import dev.polder.model.dialect.Letterhead;
import dev.polder.model.dialect.Part;
import dev.polder.model.dialect.Seal;
import dev.polder.model.dialect.Sequencer;
import dev.polder.model.dialect.StreamEncoder;
import dev.polder.model.dialect.TokenUsage;
import dev.polder.model.dialect.wire.EventWriter;
import dev.polder.model.dialect.wire.Mould;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Writes one stream of blocks, one open block at a time.
///
/// Reasoning that the provider keeps to itself is another kind of block, and only its seal tells
/// which it is. So a block of reasoning begins with its first words or its seal.
final class AnthropicEncoder implements StreamEncoder {
  private final EventWriter out = new EventWriter();
  private final Letterhead letterhead;
  private final Sequencer sequencer = new Sequencer(this::send);
  private Part open = new Part.Text("");
  private @Nullable Mould mould;
  private boolean blockBegun;
  private boolean declined;
  private boolean over;
  private int block;

  AnthropicEncoder(Letterhead letterhead) {
    this.letterhead = letterhead;
  }

  @Override
  public void write(AnswerEvent event) {
    if (!over) {
      sequencer.accept(event);
    }
  }

  private void send(AnswerEvent event) {
    switch (event) {
      case AnswerEvent.Begun begun -> start(begun);
      case AnswerEvent.PartBegun begun -> {
        open = begun.part();
        blockBegun = false;
        mould = null;
        declined |= open instanceof Part.Refusal;
        if (!(open instanceof Part.Reasoning)) {
          beginBlock(Seal.NONE);
        }
      }
      case AnswerEvent.PartGrown grown -> {
        beginBlock(Seal.NONE);
        grow(grown.text());
      }
      case AnswerEvent.PartSealed sealed -> seal(sealed.seal());
      case AnswerEvent.PartEnded ignored -> {
        beginBlock(Seal.NONE);
        out.event("content_block_stop", json -> head(json, "content_block_stop"));
        block++;
      }
      case AnswerEvent.Finished finished -> finish(finished);
      case AnswerEvent.Failed failed -> {
        over = true;
        out.event(
            "error",
            json -> {
              json.writeStringField("type", "error");
              json.writeObjectFieldStart("error");
              json.writeStringField("type", AnthropicErrors.type(failed.error().kind()));
              EventWriter.text(json, "message", failed.error().message());
              json.writeEndObject();
            });
      }
    }
  }

  private void start(AnswerEvent.Begun begun) {
    out.event(
        "message_start",
        json -> {
          json.writeStringField("type", "message_start");
          json.writeObjectFieldStart("message");
          json.writeStringField("id", AnthropicAnswers.id(letterhead));
          json.writeStringField("type", "message");
          json.writeStringField("role", "assistant");
          EventWriter.text(json, "model", begun.model());
          json.writeArrayFieldStart("content");
          json.writeEndArray();
          json.writeNullField("stop_reason");
          json.writeNullField("stop_sequence");
          writeUsage(json, begun.usage());
          json.writeEndObject();
        });
  }

  private static void writeUsage(JsonGenerator json, TokenUsage usage) throws IOException {
    json.writeFieldName("usage");
    json.writeRawValue(AnthropicUsage.tree(usage).toString());
  }

  private void head(JsonGenerator json, String type) throws IOException {
    json.writeStringField("type", type);
    json.writeNumberField("index", block);
  }

  private void beginBlock(Seal seal) {
    if (blockBegun) {
      return;
    }
    blockBegun = true;
    out.event(
        "content_block_start",
        json -> {
          head(json, "content_block_start");
          json.writeObjectFieldStart("content_block");
          writeBlock(json, seal);
          json.writeEndObject();
        });
  }

  private void writeBlock(JsonGenerator json, Seal seal) throws IOException {
    switch (open) {
      case Part.ToolCall call -> {
        json.writeStringField("type", "tool_use");
        json.writeStringField("id", AnthropicBlocks.id(call.id()));
        EventWriter.text(json, "name", call.name());
        json.writeObjectFieldStart("input");
        json.writeEndObject();
      }
      case Part.Reasoning ignored -> {
        if (seal.origin().equals(AnthropicMessages.REDACTED)) {
          json.writeStringField("type", "redacted_thinking");
          json.writeStringField("data", seal.value());
        } else {
          json.writeStringField("type", "thinking");
          json.writeStringField("thinking", "");
          json.writeStringField("signature", "");
        }
      }
      case Part.Text ignored -> writeText(json);
      case Part.Refusal ignored -> writeText(json);
      case Part.ImageAddress ignored -> writeText(json);
      case Part.ImageBytes ignored -> writeText(json);
      case Part.ToolResult ignored -> writeText(json);
    }
  }

  private static void writeText(JsonGenerator json) throws IOException {
    json.writeStringField("type", "text");
    json.writeStringField("text", "");
  }

  private void grow(String text) {
    if (mould == null) {
      mould =
          switch (open) {
            case Part.ToolCall ignored -> mould("input_json_delta", "partial_json");
            case Part.Reasoning ignored -> mould("thinking_delta", "thinking");
            case Part.Text ignored -> mould("text_delta", "text");
            case Part.Refusal ignored -> mould("text_delta", "text");
            case Part.ImageAddress ignored -> mould("text_delta", "text");
            case Part.ImageBytes ignored -> mould("text_delta", "text");
            case Part.ToolResult ignored -> mould("text_delta", "text");
          };
    }
    out.event(mould, text);
  }

  private void seal(Seal seal) {
    boolean redacted = seal.origin().equals(AnthropicMessages.REDACTED);
    beginBlock(seal);
    if (!redacted) {
      out.event(mould("signature_delta", "signature"), seal.carriedBy(AnthropicRules.NAME));
    }
  }

  private Mould mould(String type, String field) {
    return Mould.of(
        "content_block_delta",
        json -> {
          head(json, "content_block_delta");
          json.writeObjectFieldStart("delta");
          json.writeStringField("type", type);
          json.writeStringField(field, Mould.TEXT);
          json.writeEndObject();
        });
  }

  private void finish(AnswerEvent.Finished finished) {
    over = true;
    out.event(
        "message_delta",
        json -> {
          json.writeStringField("type", "message_delta");
          json.writeObjectFieldStart("delta");
          json.writeStringField("stop_reason", StopReason.word(finished.reason(), declined));
          if (finished.stopSequence().isEmpty()) {
            json.writeNullField("stop_sequence");
          } else {
            EventWriter.text(json, "stop_sequence", finished.stopSequence());
          }
          json.writeEndObject();
          writeUsage(json, finished.usage());
        });
    out.event("message_stop", json -> json.writeStringField("type", "message_stop"));
  }

  @Override
  public Bytes take() {
    return out.take();
  }
}
