package dev.polder.evals.imports;

/// A log of another tool that cannot become a run; the message says file, place and remedy.
public final class RefusedLogException extends Exception {
  private static final long serialVersionUID = 1;

  /// What is wrong with it.
  public enum Kind {
    /// No log of a tool that we know.
    UNKNOWN_TOOL,
    /// A version of the tool's form that we do not know.
    UNKNOWN_VERSION,
    /// Cut off, or not what the tool writes.
    DAMAGED,
    /// The evaluation did not come to its end.
    UNFINISHED,
    /// More than we are ready to read.
    TOO_LARGE,
    /// Several models under one name.
    MIXED_MODELS,
    /// A sample without identifier, or one that is there twice.
    SAMPLES,
    /// Scores that are no shares, or none by the name that was asked for.
    SCORES,
    /// A run of it is there already.
    IMPORTED_BEFORE,
    /// Runs of another suite are there by its name.
    OTHER_SUITE
  }

  private final Kind kind;

  /// @param place the file, and where in it
  /// @param what is wrong, and what to do
  RefusedLogException(Kind kind, String place, String what) {
    super(place + ": " + what);
    this.kind = kind;
  }

  /// What is wrong with it.
  public Kind kind() {
    return kind;
  }
}
