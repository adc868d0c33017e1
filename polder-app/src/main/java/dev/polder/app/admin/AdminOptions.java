package dev.polder.app.admin;

import dev.polder.model.Secret;
import java.util.Optional;

/// Where the admin API listens, and who may use it.
///
/// @param port 0 for any free one
/// @param token what callers must show; empty: one is made at the first start and kept in the state
///   folder
public record AdminOptions(String host, int port, Optional<Secret> token) {
  /// What holds where the configuration says nothing: loopback only.
  public static AdminOptions usual() {
    return new AdminOptions("127.0.0.1", 8485, Optional.empty());
  }
}
