package dev.polder.app.config;

import dev.polder.http.server.ServerTls;
import dev.polder.model.Secret;
import java.util.List;
import java.util.Optional;

/// The admin port as configured.
///
/// @param host loopback wherever `tokens` is empty
/// @param port 0 for any free one
/// @param tokens each lets in; the first is the one to use; empty: Polder makes one
/// @param tls empty: plain HTTP
public record AdminSettings(String host, int port, List<Secret> tokens, Optional<ServerTls> tls) {
  public AdminSettings {
    tokens = List.copyOf(tokens);
  }
}
