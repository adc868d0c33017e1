package dev.polder.app.config;

import java.util.List;

/// What reading a file came to.
public sealed interface ReadResult {
  /// It is in order.
  record Good(Configuration configuration) implements ReadResult {}

  /// It is not.
  ///
  /// @param faults all of them, in the order of their lines
  record Faulty(List<Fault> faults) implements ReadResult {}
}
