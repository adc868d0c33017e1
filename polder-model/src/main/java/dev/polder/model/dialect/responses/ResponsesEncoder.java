package dev.polder.model.dialect.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.http.Bytes;
import dev.polder.model.dialect.AnswerEvent;
import dev.polder.model.dialect.ErrorReport;
import dev.polder.model.dialect.Letterhead;
import dev.polder.model.dialect.Part;
import dev.polder.model.dialect.Seal;
import dev.polder.model.dialect.Sequencer;
import dev.polder.model.dialect.StreamEncoder;
import dev.polder.model.dialect.wire.EventWriter;
import dev.polder.model.dialect.wire.OpenAiErrors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Writes one stream of items, each part of the answer an item of its own.
///
/// The dialect says everything twice: in deltas, and whole when it is done. So the text of the part
/// at hand is gathered, and the items that are done are kept for the end.
final class ResponsesEncoder implements StreamEncoder {
  private final EventWriter out = new EventWriter();
  private final Sequencer sequencer = new Sequencer(this::send);
  private final Letterhead letterhead;
  private final List<ObjectNode> output = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private ResponseObject response;
  private Part open = new Part.Text("");
  private String itemId = "";
  private Seal seal = Seal.NONE;
  private boolean begun;
  private boolean summaryBegun;
  private boolean over;
  private int sequence;

  ResponsesEncoder(Letterhead letterhead) {
    this.letterhead = letterhead;
    this.response = new ResponseObject(letterhead, "");
  }

  @Override
  public void write(AnswerEvent event) {
    if (!over) {
      sequencer.accept(event);
    }
  }

  private void send(AnswerEvent event) {
    switch (event) {
      case AnswerEvent.Begun start -> {
        begun = true;
        response = new ResponseObject(letterhead, start.model());
        respond("response.created", response.inProgress());
        respond("response.in_progress", response.inProgress());
      }
      case AnswerEvent.PartBegun part -> begin(part.part());
      case AnswerEvent.PartGrown grown -> grow(grown.text());
      case AnswerEvent.PartSealed sealed -> seal = sealed.seal();
      case AnswerEvent.PartEnded ignored -> end();
      case AnswerEvent.Finished finished -> {
        over = true;
        ObjectNode ended = response.ended(finished.reason(), output, finished.usage());
        respond("response." + ended.path("status").asText(), ended);
      }
      case AnswerEvent.Failed failed -> {
        over = true;
        fail(failed.error());
      }
    }
  }

  /// Official clients raise an error only where an event has a field `error`, and the dialect wants
  /// an end; so there are both.
  private void fail(ErrorReport error) {
    String code = error.code().isEmpty() ? OpenAiErrors.type(error.kind()) : error.code();
    event(
        "error",
        json -> {
          writeError(json, code, error.message());
          json.writeObjectFieldStart("error");
          json.writeStringField("type", OpenAiErrors.type(error.kind()));
          writeError(json, code, error.message());
          json.writeEndObject();
        });
    if (begun) {
      respond("response.failed", response.failed(error, output));
    }
  }

  private static void writeError(JsonGenerator json, String code, String message)
      throws IOException {
    EventWriter.text(json, "code", code);
    EventWriter.text(json, "message", message);
    json.writeNullField("param");
  }

  private void begin(Part part) {
    open = part;
    itemId = response.itemId(part, output.size());
    seal = Seal.NONE;
    summaryBegun = false;
    text.setLength(0);
    event(
        "response.output_item.added",
        json -> {
          number(json);
          EventWriter.tree(json, "item", response.item(part, output.size(), false));
        });
    switch (part) {
      case Part.Text ignored -> content("response.content_part.added", part(""));
      case Part.Refusal ignored -> content("response.content_part.added", part(""));
      case Part.Reasoning ignored -> {} // It may be that nothing of it is shown.
      case Part.ToolCall ignored -> {}
      case Part.ImageAddress ignored -> {}
      case Part.ImageBytes ignored -> {}
      case Part.ToolResult ignored -> {}
    }
  }

  private ObjectNode part(String whole) {
    return open instanceof Part.Refusal
        ? ResponseObject.refusalPart(whole)
        : ResponseObject.textPart(whole);
  }

  private void content(String type, ObjectNode part) {
    event(
        type,
        json -> {
          place(json, "content_index");
          EventWriter.tree(json, "part", part);
        });
  }

  private void summary(String type, String whole) {
    event(
        type,
        json -> {
          place(json, "summary_index");
          EventWriter.tree(json, "part", ResponseObject.summaryPart(whole));
        });
  }

  private void grow(String more) {
    text.append(more);
    switch (open) {
      case Part.Text ignored -> say("response.output_text.delta", "content_index", "delta", more);
      case Part.Refusal ignored -> say("response.refusal.delta", "content_index", "delta", more);
      case Part.ToolCall ignored ->
          say("response.function_call_arguments.delta", "", "delta", more);
      case Part.Reasoning ignored -> {
        if (!summaryBegun) {
          summaryBegun = true;
          summary("response.reasoning_summary_part.added", "");
        }
        say("response.reasoning_summary_text.delta", "summary_index", "delta", more);
      }
      case Part.ImageAddress ignored -> {}
      case Part.ImageBytes ignored -> {}
      case Part.ToolResult ignored -> {}
    }
  }

  private void end() {
    String whole = text.toString();
    Part ended =
        switch (open) {
          case Part.Text ignored -> {
            say("response.output_text.done", "content_index", "text", whole);
            content("response.content_part.done", part(whole));
            yield new Part.Text(whole);
          }
          case Part.Refusal ignored -> {
            say("response.refusal.done", "content_index", "refusal", whole);
            content("response.content_part.done", part(whole));
            yield new Part.Refusal(whole);
          }
          case Part.ToolCall call -> {
            String arguments = whole.isEmpty() ? "{}" : whole;
            say("response.function_call_arguments.done", "", "arguments", arguments);
            yield new Part.ToolCall(call.id(), call.name(), arguments);
          }
          case Part.Reasoning ignored -> {
            if (summaryBegun) {
              say("response.reasoning_summary_text.done", "summary_index", "text", whole);
              summary("response.reasoning_summary_part.done", whole);
            }
            yield new Part.Reasoning(whole, seal);
          }
          case Part.ImageAddress same -> same;
          case Part.ImageBytes same -> same;
          case Part.ToolResult same -> same;
        };
    ObjectNode item = response.item(ended, output.size(), true);
    event(
        "response.output_item.done",
        json -> {
          number(json);
          EventWriter.tree(json, "item", item);
        });
    output.add(item);
  }

  /// Writes an event with a text in it.
  ///
  /// @param index the name of the inner index, or `""` for none
  private void say(String type, String index, String field, String said) {
    event(
        type,
        json -> {
          place(json, index);
          EventWriter.text(json, field, said);
          if (index.equals("content_index") && open instanceof Part.Text) {
            json.writeArrayFieldStart("logprobs");
            json.writeEndArray();
          }
        });
  }

  private void number(JsonGenerator json) throws IOException {
    json.writeNumberField("output_index", output.size());
  }

  private void place(JsonGenerator json, String index) throws IOException {
    json.writeStringField("item_id", itemId);
    number(json);
    if (!index.isEmpty()) {
      json.writeNumberField(index, 0);
    }
  }

  private void respond(String type, ObjectNode whole) {
    event(type, json -> EventWriter.tree(json, "response", whole));
  }

  private void event(String type, EventWriter.Data data) {
    out.event(
        type,
        json -> {
          json.writeStringField("type", type);
          json.writeNumberField("sequence_number", sequence++);
          data.write(json);
        });
  }

  @Override
  public Bytes take() {
    return out.take();
  }
}
