package dev.polder.app.config;

import dev.polder.app.config.bind.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// A file of authorities that the configuration names.
final class CertificateFile {
  private CertificateFile() {}

  /// Tells a fault where it is not there.
  static void look(Path file, Place place, Set<Path> files) {
    files.add(file);
    if (!Files.isRegularFile(file)) {
      place.faultAt(
          "ca",
          "%s: there is no file '%s' of authorities. Name a PEM file that can be read.",
          place.title(),
          file);
    }
  }
}
