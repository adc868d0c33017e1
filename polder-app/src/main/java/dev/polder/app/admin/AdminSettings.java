package dev.polder.app.admin;

import java.nio.file.Path;

/// How a gateway is administered, and where it keeps what must outlive it.
public record AdminSettings(AdminOptions options, StateFolder state) {
  /// What holds for a configuration that says nothing about it.
  public static AdminSettings usual(Path configuration) {
    return new AdminSettings(AdminOptions.usual(), StateFolder.beside(configuration));
  }
}
