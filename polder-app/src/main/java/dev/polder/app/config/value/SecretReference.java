package dev.polder.app.config.value;

import java.nio.file.Path;

/// Where a secret is to be found; never the secret itself.
public sealed interface SecretReference {
  /// In an environment variable.
  record Environment(String variable) implements SecretReference {}

  /// In a file that holds nothing else.
  record InFile(Path path) implements SecretReference {}
}
