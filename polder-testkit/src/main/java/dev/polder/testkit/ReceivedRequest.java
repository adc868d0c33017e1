package dev.polder.testkit;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request as it arrived at a [ScriptedUpstream]; header names in lower case.
public record ReceivedRequest(
    String method, String path, Map<String, String> headers, String body) {
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }
}
