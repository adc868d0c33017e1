package dev.polder.evals.solve;

/// A question brought no answer. Solvers let it through.
public final class NoAnswerException extends Exception {
  private static final long serialVersionUID = 1;

  /// What it means for the sample.
  public enum Kind {
    /// The deployment failed: an error, which is counted apart from wrong answers.
    FAILED,
    /// The run has stopped asking: the sample counts for nothing and is asked again another time.
    HALTED
  }

  private final Kind kind;

  /// @param message a fault's summary, which never repeats a prompt
  public NoAnswerException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /// Why there is no answer, in a few words.
  public String reason() {
    String message = getMessage();
    return message == null ? kind.name() : message;
  }
}
