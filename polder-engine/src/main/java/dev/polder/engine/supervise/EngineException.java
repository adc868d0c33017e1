package dev.polder.engine.supervise;

/// An engine cannot do what was asked of it.
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Why.
  public enum Kind {
    /// The engine failed for good and will not become ready.
    FAILED,
    /// The engine was stopped and will not become ready.
    STOPPED,
    /// No child is ready at the moment.
    NOT_READY,
    /// The engine runs an external command, which takes no control lines.
    TAKES_NO_LINES
  }

  private final Kind kind;

  EngineException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
