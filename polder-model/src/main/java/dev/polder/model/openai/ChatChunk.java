package dev.polder.model.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.polder.http.Bytes;
import dev.polder.model.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the data of one event of a chat stream means to a gateway.
///
/// @param kind what the event is
/// @param finishReason why a choice ended, or `""`
/// @param choices which choices it speaks of
/// @param usage tokens, where the event states them
/// @param withoutNullUsage the data without its field `"usage":null`, where it has one: servers add
///   that to every event once usage was asked for, so a client that did not ask must not see it
public record ChatChunk(
    Kind kind,
    String finishReason,
    Choices choices,
    Optional<Usage> usage,
    Optional<Bytes> withoutNullUsage) {

  private static final Bytes DONE = Bytes.utf8("[DONE]");
  private static final Bytes FIELD = Bytes.utf8("data: ");
  private static final Bytes END = Bytes.utf8("\n\n");

  /// What an event is.
  public enum Kind {
    /// Nothing of the answer yet: a role, an empty delta.
    LIFECYCLE,
    /// Something of the answer: text, a refusal, a tool call, reasoning, or the reason why it
    /// ended.
    CONTENT,
    /// Only usage, as the last event before the end.
    USAGE,
    /// The upstream reports that it failed.
    ERROR,
    /// The end of the stream.
    DONE
  }

  /// Reads an event's data.
  ///
  /// @throws IOException when it is no JSON of the expected shape
  public static ChatChunk read(Bytes data) throws IOException {
    return scan(data).chunk();
  }

  /// Reads an event's data, and keeps where in it something stands.
  static Scan scan(Bytes data) throws IOException {
    Scan scan = new Scan(data);
    if (data.equals(DONE)) {
      scan.done = true;
    } else {
      scan.run();
    }
    return scan;
  }

  /// One pass over an event's data.
  static final class Scan {
    private final Bytes data;
    private boolean done;
    private boolean error;
    private boolean content;
    private Choices choices = Choices.NONE;
    private String finishReason = "";
    private Optional<Usage> usage = Optional.empty();
    private Span nullUsage = Span.NONE;
    private Span text = Span.NONE;

    private Scan(Bytes data) {
      this.data = data;
    }

    private void run() throws IOException {
      try (JsonParser json = Json.parse(data)) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
          throw new IOException("an event's data is no JSON object");
        }
        int previousEnd = -1;
        boolean commaBehind = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          if (commaBehind) {
            nullUsage = new Span(nullUsage.from(), start(json));
          }
          // A field goes with the comma before it; the first field with the one behind it.
          int from = previousEnd < 0 ? start(json) : previousEnd;
          boolean isNullUsage = readField(json);
          json.finishToken();
          int end = (int) json.currentLocation().getByteOffset();
          commaBehind = isNullUsage && previousEnd < 0;
          if (isNullUsage) {
            nullUsage = new Span(from, end);
          }
          previousEnd = end;
        }
      }
    }

    /// What the event means.
    ChatChunk chunk() {
      return new ChatChunk(kind(), finishReason, choices, usage, withoutNullUsage());
    }

    /// Where the inside of the first text of a delta stands, if there is one that is not empty.
    Span text() {
      return text;
    }

    /// Where the field `"usage":null` stands, with one comma, if there is one.
    Span nullUsage() {
      return nullUsage;
    }

    private static int start(JsonParser json) {
      return (int) json.currentTokenLocation().getByteOffset();
    }

    private Optional<Bytes> withoutNullUsage() {
      if (!nullUsage.exists()) {
        return Optional.empty();
      }
      Bytes before = data.slice(0, nullUsage.from());
      Bytes behind = data.slice(nullUsage.to(), data.length());
      return Optional.of(Bytes.concat(List.of(before, behind)));
    }

    private Kind kind() {
      if (done) {
        return Kind.DONE;
      }
      if (error) {
        return Kind.ERROR;
      }
      if (content || !finishReason.isEmpty()) {
        return Kind.CONTENT;
      }
      return usage.isPresent() && choices.equals(Choices.NONE) ? Kind.USAGE : Kind.LIFECYCLE;
    }

    /// Whether it is a field `"usage":null`.
    private boolean readField(JsonParser json) throws IOException {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      switch (name) {
        case "choices" -> readChoices(json, token);
        case "error" -> {
          error = token != JsonToken.VALUE_NULL;
          json.skipChildren();
        }
        case "object" -> {
          error |= "error".equals(json.getValueAsString());
          json.skipChildren();
        }
        case "usage" -> usage = UsageReader.read(json);
        default -> json.skipChildren();
      }
      return name.equals("usage") && token == JsonToken.VALUE_NULL;
    }

    private void readChoices(JsonParser json, JsonToken token) throws IOException {
      if (token != JsonToken.START_ARRAY) {
        json.skipChildren();
        return;
      }
      for (JsonToken item = json.nextToken();
          item != JsonToken.END_ARRAY;
          item = json.nextToken()) {
        if (item == JsonToken.START_OBJECT) {
          readChoice(json);
        } else {
          json.skipChildren();
        }
      }
    }

    private void readChoice(JsonParser json) throws IOException {
      int index = 0;
      boolean ended = false;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (name.equals("delta") && value == JsonToken.START_OBJECT) {
          readDelta(json);
        } else if (name.equals("finish_reason") && value == JsonToken.VALUE_STRING) {
          finishReason = json.getText();
          ended = true;
        } else if (name.equals("index") && value == JsonToken.VALUE_NUMBER_INT) {
          index = json.getValueAsInt();
        } else if (name.equals("text") && value == JsonToken.VALUE_STRING) {
          content |= json.getTextLength() > 0;
        } else {
          json.skipChildren();
        }
      }
      choices = choices.and(Choices.of(index, ended));
    }

    /// Whatever in a delta is not the role and not empty is part of the answer, also under names
    /// that are newer than this code.
    private void readDelta(JsonParser json) throws IOException {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean role = json.currentName().equals("role");
        JsonToken value = json.nextToken();
        if (!role && isSomething(json, value)) {
          content = true;
          if (value == JsonToken.VALUE_STRING && !text.exists()) {
            text = new Span(start(json) + 1, (int) json.currentLocation().getByteOffset() - 1);
          }
        }
        json.skipChildren();
      }
    }

    private static boolean isSomething(JsonParser json, JsonToken value) throws IOException {
      return switch (value) {
        case VALUE_NULL -> false;
        case VALUE_STRING -> json.getTextLength() > 0;
        case START_ARRAY, START_OBJECT -> hasElements(json);
        default -> true;
      };
    }

    private static boolean hasElements(JsonParser json) throws IOException {
      JsonToken first = json.nextToken();
      if (first == JsonToken.END_ARRAY || first == JsonToken.END_OBJECT) {
        return false;
      }
      // Step out again: the caller skips from the container's end on.
      int depth = 1;
      for (JsonToken token = first; ; token = json.nextToken()) {
        if (token == null) {
          throw new IOException("an event's data ends early");
        }
        if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd() && --depth == 0) {
          return true;
        }
      }
    }
  }

  /// An event of our own with `data`, each of its lines in a field of its own, as it came.
  public static Bytes frame(Bytes data) {
    List<Bytes> parts = new ArrayList<>(3);
    int lineStart = 0;
    for (int i = 0; i < data.length(); i++) {
      if (data.at(i) == '\n') {
        parts.add(FIELD);
        parts.add(data.slice(lineStart, i + 1));
        lineStart = i + 1;
      }
    }
    parts.add(FIELD);
    parts.add(data.slice(lineStart, data.length()));
    parts.add(END);
    return Bytes.concat(parts);
  }
}
