package dev.polder.app.config;

import dev.polder.app.config.bind.Place;
import dev.polder.http.client.Authorities;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// A file of authorities that the configuration names.
final class CertificateFile {
  private CertificateFile() {}

  /// Tells a fault where it cannot be used.
  static void look(Path file, Place place, Set<Path> files) {
    files.add(file);
    try {
      Authorities.read(List.of(file));
    } catch (IOException unusable) {
      place.faultAt(
          "ca",
          "%s: its 'ca' cannot be used. %s",
          place.title(),
          String.valueOf(unusable.getMessage()));
    }
  }
}
