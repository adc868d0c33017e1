package dev.polder.model.dialect.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.polder.http.Bytes;
import dev.polder.model.dialect.RefusedException;
import dev.polder.model.dialect.json.Json;
import java.io.IOException;

/// A request's body as a tree, or why it is none.
public final class RequestBody {
  private RequestBody() {}

  /// Reads the whole body.
  ///
  /// @throws RefusedException when it is no JSON object, is beyond a bound, or has a field twice
  public static JsonNode tree(Bytes body) throws RefusedException {
    if (body.isEmpty()) {
      throw new RefusedException("The request has no body. Send a JSON object.", "");
    }
    JsonNode tree;
    try {
      tree = Json.tree(body);
    } catch (StreamConstraintsException beyond) {
      throw new RefusedException(
          "The request body's JSON is beyond a bound (nesting deeper than %d, or a name or number too long)."
              .formatted(Json.DEEPEST),
          "");
    } catch (JsonEOFException cut) {
      throw new RefusedException(
          "The request body ends in the middle of its JSON, after " + body.length() + " bytes.",
          "");
    } catch (JacksonException malformed) {
      throw new RefusedException(
          "The request body is not valid JSON, or has a field twice" + place(malformed), "");
    } catch (IOException unreadable) {
      throw new RefusedException("The request body cannot be read as UTF-8 JSON.", "");
    }
    if (!tree.isObject()) {
      throw new RefusedException("The request body is not a JSON object.", "");
    }
    return tree;
  }

  private static String place(JacksonException malformed) {
    JsonLocation location = malformed.getLocation();
    return location == null || location.getLineNr() < 1
        ? "."
        : ": see line %d, column %d.".formatted(location.getLineNr(), location.getColumnNr());
  }
}
