package dev.polder.gateway.call;

import dev.polder.http.client.Headers;
import dev.polder.model.bundle.Rendering;
import dev.polder.model.openai.ModelRequest;
import java.time.Instant;

/// One request of a client.
///
/// @param id unique, given to the client as `x-polder-call`
/// @param key the name of the client's key, or `""`
/// @param rendering its request, as it goes to each candidate
/// @param forwarded fields of the client's request that travel on to upstreams
/// @param arrived when the request was complete
public record Call(
    String id,
    String key,
    UseCase useCase,
    Rendering rendering,
    Headers forwarded,
    Instant arrived) {
  /// As the client sent it.
  public ModelRequest request() {
    return rendering.request();
  }
}
