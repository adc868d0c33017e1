package dev.polder.app.command;

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

  static Optional<ReadResult.Good> read(
      Path file, Map<String, String> environment, PrintWriter err) {
    return told(PolderFile.read(file, environment), file, err);
  }

  /// The good one, or nothing once all faults are told.
  ///
  /// @param file how messages call what was read
  static Optional<ReadResult.Good> told(ReadResult read, Path file, PrintWriter err) {
    return switch (read) {
      case ReadResult.Good good -> Optional.of(good);
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
