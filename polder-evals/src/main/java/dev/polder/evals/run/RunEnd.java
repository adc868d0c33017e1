package dev.polder.evals.run;

/// How a run ended.
///
/// @param message for people, with what to do next where something is to be done
public record RunEnd(Kind kind, String message) {
  /// What ended it.
  public enum Kind {
    /// Every trial has a result.
    COMPLETE,
    /// A person wanted it.
    STOPPED,
    /// A limit on money or tokens is reached.
    LIMIT_REACHED,
    /// The deployment lets us in no more, or not for a long time.
    ACCESS_GONE,
    /// Too many trials in a row brought no answer.
    FAILING,
    /// A fault of Polder's own, or of the disk.
    BROKEN
  }
}
