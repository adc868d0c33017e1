package dev.polder.engine.supervise;

/// A child process could not be started at all.
final class CannotStart extends Exception {
  private static final long serialVersionUID = 1L;

  enum Kind {
    /// Trying again later may help.
    FOR_NOW,
    /// Only a person can help.
    FOR_GOOD
  }

  private final Kind kind;

  CannotStart(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
