package dev.polder.model.dialect.responses;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.http.Bytes;
import dev.polder.http.sse.SseFrame;
import dev.polder.model.dialect.AnswerEvent;
import dev.polder.model.dialect.GarbledException;
import dev.polder.model.dialect.Part;
import dev.polder.model.dialect.Seal;
import dev.polder.model.dialect.StreamDecoder;
import dev.polder.model.dialect.TokenUsage;
import dev.polder.model.dialect.json.Json;
import dev.polder.model.dialect.wire.OpenAiErrors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Reads one stream of items.
///
/// Deltas are parsed token by token. The other events say again what the deltas said, so of them
/// only the frame is read, and what no delta can say: an item's kind, id and seal, and how the
/// answer ended. A part for which no delta came is taken from the event that ends it.
final class ResponsesDecoder implements StreamDecoder {
  /// Where a part stands that is not content of a message.
  private static final int WHOLE_ITEM = -1;

  private final Map<Place, Growing> open = new LinkedHashMap<>();
  private boolean begun;
  private boolean over;
  private boolean tools;
  private int next;

  /// Where in the output a part stands.
  private record Place(int item, int content) {}

  /// A part that has begun.
  private static final class Growing {
    private final int index;
    private boolean grown;

    Growing(int index) {
      this.index = index;
    }
  }

  @Override
  public void read(SseFrame frame, Consumer<AnswerEvent> events) throws GarbledException {
    if (over || frame.data().isEmpty()) {
      return;
    }
    try {
      if (!isPlainDelta(frame.event())) {
        readOther(frame, events);
        return;
      }
      readDelta(frame.event(), frame.data(), events);
    } catch (IOException noJson) {
      throw GarbledException.garbage("an event of its stream is no JSON of the dialect");
    }
  }

  private static boolean isPlainDelta(String type) {
    return switch (type) {
      case "response.output_text.delta",
          "response.refusal.delta",
          "response.function_call_arguments.delta",
          "response.reasoning_summary_text.delta",
          "response.reasoning_text.delta" ->
          true;
      default -> false;
    };
  }

  private void readDelta(String type, Bytes data, Consumer<AnswerEvent> events)
      throws IOException, GarbledException {
    int item = -1;
    int content = 0;
    String delta = "";
    try (JsonParser json = Json.parse(data)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw GarbledException.garbage("an event of its stream is no JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (name.equals("delta") && value == JsonToken.VALUE_STRING) {
          delta = json.getText();
        } else if (name.equals("output_index") && value == JsonToken.VALUE_NUMBER_INT) {
          item = json.getIntValue();
        } else if (name.equals("content_index") && value == JsonToken.VALUE_NUMBER_INT) {
          content = json.getIntValue();
        } else {
          json.skipChildren();
        }
      }
    }
    boolean ofMessage =
        type.equals("response.output_text.delta") || type.equals("response.refusal.delta");
    Growing part = open.get(new Place(item, ofMessage ? content : WHOLE_ITEM));
    if (part == null) {
      throw GarbledException.garbage("its stream goes on with an item that has not begun");
    }
    grow(part, delta, events);
  }

  private static void grow(Growing part, String text, Consumer<AnswerEvent> events) {
    if (!text.isEmpty()) {
      part.grown = true;
      events.accept(new AnswerEvent.PartGrown(part.index, text));
    }
  }

  private void readOther(SseFrame frame, Consumer<AnswerEvent> events)
      throws IOException, GarbledException {
    JsonNode data = Json.tree(frame.data());
    String type = data.path("type").asText("");
    switch (type) {
      case "response.created", "response.queued", "response.in_progress" ->
          begin(data.path("response"), events);
      case "response.output_item.added" -> beginItem(data, events);
      case "response.content_part.added" -> beginContent(data, events);
      case "response.reasoning_summary_part.added" -> separateSummaries(data, events);
      case "response.content_part.done" -> endContent(data, events);
      case "response.output_item.done" -> endItem(data, events);
      case "response.completed", "response.incomplete" -> finish(data.path("response"), events);
      case "response.failed" -> fail(data.path("response").path("error"), events);
      case "error" -> fail(data.path("error").isObject() ? data.path("error") : data, events);
      case "" -> {
        if (data.hasNonNull("error")) {
          fail(data.path("error"), events);
          return;
        }
        throw GarbledException.garbage("an event of its stream has no type");
      }
      default -> {
        if (isPlainDelta(type)) {
          readDelta(type, frame.data(), events);
        }
      }
    }
  }

  private void begin(JsonNode response, Consumer<AnswerEvent> events) {
    if (!begun) {
      begun = true;
      events.accept(
          new AnswerEvent.Begun(
              response.path("id").asText(""),
              response.path("model").asText(""),
              TokenUsage.UNKNOWN));
    }
  }

  private void beginItem(JsonNode data, Consumer<AnswerEvent> events) throws GarbledException {
    JsonNode item = data.path("item");
    Place place = new Place(index(data, "output_index"), WHOLE_ITEM);
    switch (item.path("type").asText("")) {
      case "function_call" -> {
        tools = true;
        Growing part = begin(place, ResponsesAnswers.call(item, ""), events);
        grow(part, item.path("arguments").asText(""), events);
      }
      case "reasoning" -> begin(place, new Part.Reasoning("", Seal.NONE), events);
      case "" -> throw GarbledException.garbage("an item of its stream has no type");
      default -> {} // A message has its parts as content; other items nobody asked for.
    }
  }

  private Growing begin(Place place, Part part, Consumer<AnswerEvent> events)
      throws GarbledException {
    if (!begun || open.containsKey(place)) {
      throw GarbledException.garbage("an item of its stream begins out of order");
    }
    Growing growing = new Growing(next++);
    open.put(place, growing);
    events.accept(new AnswerEvent.PartBegun(growing.index, part));
    return growing;
  }

  private void beginContent(JsonNode data, Consumer<AnswerEvent> events) throws GarbledException {
    Place place = new Place(index(data, "output_index"), index(data, "content_index"));
    JsonNode content = data.path("part");
    switch (content.path("type").asText("")) {
      case "output_text" ->
          grow(begin(place, new Part.Text(""), events), content.path("text").asText(""), events);
      case "refusal" ->
          grow(
              begin(place, new Part.Refusal(""), events),
              content.path("refusal").asText(""),
              events);
      default -> {}
    }
  }

  /// Several summaries are one reasoning, in paragraphs.
  private void separateSummaries(JsonNode data, Consumer<AnswerEvent> events)
      throws GarbledException {
    Growing part = open.get(new Place(index(data, "output_index"), WHOLE_ITEM));
    if (part != null && part.grown) {
      grow(part, "\n\n", events);
    }
  }

  private void endContent(JsonNode data, Consumer<AnswerEvent> events) throws GarbledException {
    Growing part =
        open.remove(new Place(index(data, "output_index"), index(data, "content_index")));
    if (part != null) {
      JsonNode content = data.path("part");
      end(
          part,
          content.path("text").asText("") + content.path("refusal").asText(""),
          Seal.NONE,
          events);
    }
  }

  private void endItem(JsonNode data, Consumer<AnswerEvent> events) throws GarbledException {
    int number = index(data, "output_index");
    JsonNode item = data.path("item");
    Growing whole = open.remove(new Place(number, WHOLE_ITEM));
    if (whole != null) {
      endWhole(
          whole, ResponsesAnswers.parts(JsonNodeFactory.instance.arrayNode().add(item)), events);
    }
    for (Map.Entry<Place, Growing> place : open.entrySet()) {
      if (place.getKey().item() == number) {
        end(place.getValue(), "", Seal.NONE, events);
      }
    }
    open.keySet().removeIf(place -> place.item() == number);
  }

  private static void endWhole(Growing part, List<Part> said, Consumer<AnswerEvent> events) {
    switch (said.isEmpty() ? new Part.Text("") : said.getFirst()) {
      case Part.ToolCall call -> end(part, call.arguments(), Seal.NONE, events);
      case Part.Reasoning thought -> end(part, thought.text(), thought.seal(), events);
      case Part.Text ignored -> end(part, "", Seal.NONE, events);
      case Part.Refusal ignored -> end(part, "", Seal.NONE, events);
      case Part.ImageAddress ignored -> end(part, "", Seal.NONE, events);
      case Part.ImageBytes ignored -> end(part, "", Seal.NONE, events);
      case Part.ToolResult ignored -> end(part, "", Seal.NONE, events);
    }
  }

  private static void end(Growing part, String whole, Seal seal, Consumer<AnswerEvent> events) {
    if (!part.grown) {
      grow(part, whole, events);
    }
    if (seal.exists()) {
      events.accept(new AnswerEvent.PartSealed(part.index, seal));
    }
    events.accept(new AnswerEvent.PartEnded(part.index));
  }

  private static int index(JsonNode data, String name) throws GarbledException {
    if (!data.path(name).canConvertToInt()) {
      throw GarbledException.garbage("an event of its stream has no " + name);
    }
    return data.path(name).intValue();
  }

  private void finish(JsonNode response, Consumer<AnswerEvent> events) throws GarbledException {
    begin(response, events);
    if (next == 0) {
      for (Part part : ResponsesAnswers.parts(response.path("output"))) {
        tell(part, events);
      }
    }
    for (Growing part : new ArrayList<>(open.values())) {
      end(part, "", Seal.NONE, events);
    }
    open.clear();
    over = true;
    events.accept(
        new AnswerEvent.Finished(
            ResponsesAnswers.finish(response, tools),
            "",
            ResponsesUsage.read(response.path("usage"))));
  }

  /// Servers that stream nothing but the end have all parts there.
  private void tell(Part part, Consumer<AnswerEvent> events) {
    Growing growing = new Growing(next++);
    switch (part) {
      case Part.Text text -> tell(growing, new Part.Text(""), text.text(), Seal.NONE, events);
      case Part.Refusal declined ->
          tell(growing, new Part.Refusal(""), declined.text(), Seal.NONE, events);
      case Part.Reasoning thought ->
          tell(growing, new Part.Reasoning("", Seal.NONE), thought.text(), thought.seal(), events);
      case Part.ToolCall call -> {
        tools = true;
        tell(
            growing,
            new Part.ToolCall(call.id(), call.name(), ""),
            call.arguments(),
            Seal.NONE,
            events);
      }
      case Part.ImageAddress ignored -> {}
      case Part.ImageBytes ignored -> {}
      case Part.ToolResult ignored -> {}
    }
  }

  private static void tell(
      Growing growing, Part empty, String text, Seal seal, Consumer<AnswerEvent> events) {
    events.accept(new AnswerEvent.PartBegun(growing.index, empty));
    end(growing, text, seal, events);
  }

  private void fail(JsonNode error, Consumer<AnswerEvent> events) {
    over = true;
    ObjectNode known = Json.object();
    known.set("error", error);
    events.accept(new AnswerEvent.Failed(OpenAiErrors.read(0, Json.bytes(known))));
  }

  @Override
  public void end(Consumer<AnswerEvent> events) throws GarbledException {
    if (!over) {
      throw new GarbledException(
          GarbledException.Kind.CUT_OFF, "its stream ends in the middle of the answer");
    }
  }
}
