package dev.polder.evals.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.http.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A scored call that is kept for people to read, where its use case says so.
///
/// @param call its id
/// @param candidate the deployment that was asked once more
/// @param request the client's, as JSON
/// @param served what the client got
/// @param answered what the candidate answered
/// @param rated what both were worth
public record Kept(
    String call, String candidate, String request, String served, String answered, Rated rated) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int VERSION = 1;

  /// As it stands in a spool.
  public byte[] bytes() {
    ObjectNode json =
        JSON.createObjectNode()
            .put("version", VERSION)
            .put("call", call)
            .put("candidate", candidate)
            .put("request", request)
            .put("served", served)
            .put("answered", answered)
            .put("served_score", rated.served())
            .put("answered_score", rated.answered())
            .put("why", rated.why());
    try {
      return JSON.writeValueAsBytes(json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /// What [#bytes] has made.
  ///
  /// @throws IOException when it is of another version
  public static Kept of(Bytes bytes) throws IOException {
    JsonNode json = JSON.readTree(bytes.array(), bytes.offset(), bytes.length());
    if (json.path("version").asInt() != VERSION) {
      throw new IOException("a kept answer of version " + json.path("version").asText());
    }
    return new Kept(
        json.path("call").asText(),
        json.path("candidate").asText(),
        json.path("request").asText(),
        json.path("served").asText(),
        json.path("answered").asText(),
        new Rated(
            json.path("served_score").asDouble(),
            json.path("answered_score").asDouble(),
            json.path("why").asText()));
  }
}
