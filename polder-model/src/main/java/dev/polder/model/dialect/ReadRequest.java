package dev.polder.model.dialect;

import java.util.List;

/// A client's request, and what of it was not understood or does not outlive translation.
///
/// @param dropped paths of fields, such as `tools.cache_control`
public record ReadRequest(Conversation conversation, List<String> dropped) {
  public ReadRequest {
    dropped = List.copyOf(dropped);
  }
}
