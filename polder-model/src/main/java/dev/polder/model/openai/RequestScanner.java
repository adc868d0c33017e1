package dev.polder.model.openai;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.polder.http.Bytes;
import dev.polder.model.Operation;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/// Finds the top-level fields that a gateway must know, and where they stand, in one pass over a
/// body.
///
/// The whole body is read, so that a malformed one is refused here and not by an upstream after its
/// tokens were paid for. A field that is read must not stand twice: parsers differ in which one
/// counts.
final class RequestScanner {
  private final Operation operation;
  private final Bytes body;
  private final Set<String> seen = new HashSet<>();
  private String model = "";
  private boolean stream;
  private boolean usageAsked;
  private Span modelSpan = Span.NONE;
  private Span streamOptionsSpan = Span.NONE;
  private Span includeUsageSpan = Span.NONE;
  private boolean contentSeen;
  private int contentFrom;

  RequestScanner(Operation operation, Bytes body) {
    this.operation = operation;
    this.body = body;
  }

  ModelRequest scan() throws BadRequestException {
    if (body.isEmpty()) {
      throw new BadRequestException(
          "The request has no body. Send a JSON object with 'model' and "
              + quoted(contentField())
              + ".",
          "");
    }
    try (JsonParser json = Json.parse(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new BadRequestException("The request body is not a JSON object.", "");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        readField(json);
      }
      if (json.nextToken() != null) {
        throw new BadRequestException("Something follows the JSON object in the request body.", "");
      }
    } catch (StreamConstraintsException beyond) {
      throw new BadRequestException(
          "The request body's JSON is beyond a bound (nesting deeper than "
              + Json.DEEPEST
              + ", or a name or number too long).",
          "");
    } catch (JsonEOFException cut) {
      throw new BadRequestException(
          "The request body ends in the middle of its JSON, after " + body.length() + " bytes.",
          "");
    } catch (JacksonException malformed) {
      throw new BadRequestException(malformedAt(malformed.getLocation()), "");
    } catch (IOException impossible) {
      throw new BadRequestException("The request body cannot be read as UTF-8 JSON.", "");
    }
    if (!Utf8.isWellFormed(body)) {
      throw new BadRequestException("The request body is not valid UTF-8.", "");
    }
    return checked();
  }

  private static String malformedAt(JsonLocation location) {
    return "The request body is not valid JSON: see line %d, column %d."
        .formatted(location.getLineNr(), location.getColumnNr());
  }

  private void readField(JsonParser json) throws IOException, BadRequestException {
    String name = json.currentName();
    JsonToken token = json.nextToken();
    switch (name) {
      case "model" -> {
        once(name);
        int from = start(json);
        if (token != JsonToken.VALUE_STRING) {
          throw new BadRequestException("'model' must be a string.", name);
        }
        model = json.getText();
        modelSpan = new Span(from, end(json));
      }
      case "stream" -> {
        once(name);
        if (token != JsonToken.VALUE_TRUE
            && token != JsonToken.VALUE_FALSE
            && token != JsonToken.VALUE_NULL) {
          throw new BadRequestException("'stream' must be true or false.", name);
        }
        stream = token == JsonToken.VALUE_TRUE;
      }
      case "stream_options" -> {
        once(name);
        int from = start(json);
        readStreamOptions(json, token);
        streamOptionsSpan = new Span(from, end(json));
      }
      case "messages", "input" -> {
        if (name.equals(contentField()) && token != JsonToken.VALUE_NULL) {
          contentSeen = true;
          contentFrom = Math.max(0, (int) json.currentTokenLocation().getByteOffset());
        }
        json.skipChildren();
      }
      default -> json.skipChildren();
    }
    json.finishToken();
  }

  private void readStreamOptions(JsonParser json, JsonToken token)
      throws IOException, BadRequestException {
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    if (token != JsonToken.START_OBJECT) {
      throw new BadRequestException("'stream_options' must be an object.", "stream_options");
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean includeUsage = json.currentName().equals("include_usage");
      JsonToken value = json.nextToken();
      if (includeUsage) {
        once("stream_options.include_usage");
        int from = start(json);
        usageAsked = value == JsonToken.VALUE_TRUE;
        json.skipChildren();
        includeUsageSpan = new Span(from, end(json));
      }
      json.skipChildren();
    }
  }

  private void once(String name) throws BadRequestException {
    if (!seen.add(name)) {
      throw new BadRequestException("'" + name + "' stands twice in the request.", name);
    }
  }

  private static int start(JsonParser json) throws BadRequestException {
    long offset = json.currentTokenLocation().getByteOffset();
    if (offset < 0) { // a parser over characters: the bytes are UTF-16 or UTF-32
      throw new BadRequestException("The request body must be in UTF-8.", "");
    }
    return (int) offset;
  }

  /// Just behind the current token.
  private static int end(JsonParser json) throws IOException {
    json.finishToken();
    return (int) json.currentLocation().getByteOffset();
  }

  private String contentField() {
    return switch (operation) {
      case CHAT -> "messages";
      case EMBEDDINGS -> "input";
    };
  }

  private static String quoted(String name) {
    return "'" + name + "'";
  }

  private ModelRequest checked() throws BadRequestException {
    if (!modelSpan.exists()) {
      throw new BadRequestException(
          "'model' is missing: name a use case, as GET /v1/models lists them.", "model");
    }
    if (!contentSeen) {
      throw new BadRequestException(quoted(contentField()) + " is missing.", contentField());
    }
    boolean streamed = stream && operation == Operation.CHAT;
    return new ModelRequest(
        operation,
        body,
        model,
        streamed,
        usageAsked,
        modelSpan,
        streamOptionsSpan,
        includeUsageSpan,
        contentFrom);
  }
}
