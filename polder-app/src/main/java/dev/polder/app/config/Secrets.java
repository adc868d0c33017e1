package dev.polder.app.config;

import dev.polder.app.config.bind.Place;
import dev.polder.app.config.value.SecretReference;
import dev.polder.model.Secret;
import dev.polder.model.SecretFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Fetches the secrets that the file refers to.
final class Secrets {
  private final Map<String, String> environment;
  private final Set<Path> files;

  /// @param files gets every file that is looked at
  Secrets(Map<String, String> environment, Set<Path> files) {
    this.environment = environment;
    this.files = files;
  }

  /// What `reference` refers to, or a fault and nothing.
  ///
  /// @param field where in `place` the reference stands
  Optional<Secret> fetch(SecretReference reference, Place place, String field) {
    return switch (reference) {
      case SecretReference.Environment variable -> {
        String value = environment.getOrDefault(variable.variable(), "");
        if (value.isBlank()) {
          place.faultAt(
              field,
              "%s: the environment variable '%s' of its %s is not set. Set it, or remove '%s'.",
              place.title(),
              variable.variable(),
              field.replaceFirst("s$", ""),
              field);
          yield Optional.empty();
        }
        yield Optional.of(new Secret(value));
      }
      case SecretReference.InFile file -> {
        files.add(file.path());
        try {
          yield Optional.of(SecretFile.read(file.path()));
        } catch (IOException unusable) {
          place.faultAt(
              field,
              "%s: its '%s' cannot be used. %s",
              place.title(),
              field,
              String.valueOf(unusable.getMessage()));
          yield Optional.empty();
        }
      }
    };
  }
}
