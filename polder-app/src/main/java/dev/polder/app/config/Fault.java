package dev.polder.app.config;

/// Something wrong in a configuration file: the thing, the value and the remedy.
///
/// @param line counted from 1, or 0 where no line is to blame
public record Fault(int line, String message) {
  /// Such as `polder.yaml:12: Deployment …`.
  public String text(String file) {
    return line > 0 ? "%s:%d: %s".formatted(file, line, message) : file + ": " + message;
  }
}
