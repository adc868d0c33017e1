package dev.polder.evals.score;

/// A scorer could not tell how good an answer is.
public final class ScoringFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// Why there is no score.
  public enum Reason {
    /// The judge could not be asked, or answered with an error.
    JUDGE_AWAY,
    /// The judge answered, but named no grade in the form that it was asked for.
    NO_GRADE,
    /// The command failed, or wrote something else than a score.
    COMMAND_FAILED,
    /// More time, steps or memory than allowed.
    OVER_BOUND,
    /// The thread was interrupted.
    INTERRUPTED
  }

  private final Reason reason;

  /// A failure of `reason`, told in `message`: the thing, the value and the remedy.
  public ScoringFailed(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /// The same, with what brought it about.
  public ScoringFailed(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /// Why.
  public Reason reason() {
    return reason;
  }
}
