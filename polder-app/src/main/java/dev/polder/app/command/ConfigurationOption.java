package dev.polder.app.command;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.Fault;
import dev.polder.app.config.PolderFile;
import dev.polder.app.config.ReadResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Reads a configuration for a command and tells all its faults where it has some.
final class ConfigurationOption {
  private ConfigurationOption() {}

  static Optional<Configuration> read(Path file, Map<String, String> environment, PrintWriter err) {
    return switch (PolderFile.read(file, environment)) {
      case ReadResult.Good good -> Optional.of(good.configuration());
      case ReadResult.Faulty faulty -> {
        for (Fault fault : faulty.faults()) {
          err.println(fault.text(file.toString()));
        }
        int count = faulty.faults().size();
        err.println(count == 1 ? "1 fault." : count + " faults.");
        err.flush();
        yield Optional.empty();
      }
    };
  }
}
