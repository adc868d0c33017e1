package dev.polder.app.config.bind;

/// Hears what is wrong with a file, one fault at a time.
@FunctionalInterface
public interface Faults {
  /// Takes one.
  ///
  /// @param line counted from 1, or 0 where no line is to blame
  void fault(int line, String message);
}
