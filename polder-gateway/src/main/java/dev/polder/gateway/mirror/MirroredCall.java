package dev.polder.gateway.mirror;

import dev.polder.gateway.route.DataClass;
import dev.polder.http.Bytes;
import dev.polder.model.openai.ModelRequest;
import java.time.Instant;
import java.util.List;

/// A chat that a use case's primary has answered to its end.
///
/// @param id the call's
/// @param dataClass where its data may go, as it was when the call was made
/// @param arrived when its request was complete
/// @param request as the client sent it
/// @param answer all that the client got, in order: events where the request wants a stream, else
///   one body
public record MirroredCall(
    String id,
    String useCase,
    DataClass dataClass,
    Instant arrived,
    ModelRequest request,
    List<Bytes> answer) {
  /// How many bytes it takes.
  public long length() {
    long length = request.length();
    for (Bytes part : answer) {
      length += part.length();
    }
    return length;
  }
}
