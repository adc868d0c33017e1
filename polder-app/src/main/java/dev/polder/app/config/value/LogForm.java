package dev.polder.app.config.value;

/// How log messages are written.
public enum LogForm {
  /// A line for people.
  TEXT,
  /// An object of JSON a line, for programs.
  JSON
}
