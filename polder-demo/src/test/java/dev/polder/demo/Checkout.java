package dev.polder.demo;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.PolderFile;
import dev.polder.app.config.ReadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// This checkout, whose models, suites and findings are what is tested.
final class Checkout {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private Checkout() {}

  /// The demo's configuration, so that everything it keeps lies in `folder`.
  static Path configurationIn(Path folder) throws IOException {
    String text = Files.readString(ROOT.resolve("examples/demo/polder.yaml"));
    return Files.writeString(
        folder.resolve("polder.yaml"),
        text.replace("../../.polder", folder.toString()).replace("../..", ROOT.toString()));
  }

  static Configuration read(Path file) {
    return switch (PolderFile.read(file, Map.of())) {
      case ReadResult.Good good -> good.configuration();
      case ReadResult.Faulty faulty -> throw new AssertionError(faulty.faults());
    };
  }
}
