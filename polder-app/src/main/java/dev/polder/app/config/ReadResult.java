package dev.polder.app.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// What reading a file came to.
public sealed interface ReadResult {
  /// The other files whose contents count: secrets, authorities, prompts, schemas. Not all of them
  /// need exist.
  Set<Path> files();

  /// It is in order.
  record Good(Configuration configuration, Set<Path> files) implements ReadResult {}

  /// It is not.
  ///
  /// @param faults all of them, in the order of their lines
  record Faulty(List<Fault> faults, Set<Path> files) implements ReadResult {}
}
