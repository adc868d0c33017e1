package dev.polder.evals.run;

import java.nio.file.Path;

/// A file that is no log of a run, or one that cannot be relied on.
public final class BadLogException extends Exception {
  private static final long serialVersionUID = 1;

  /// What is wrong with it.
  public enum Kind {
    /// No log of a run at all.
    NOT_A_LOG,
    /// A log whose form this program does not know.
    UNKNOWN_VERSION,
    /// A line in its middle is damaged.
    DAMAGED,
    /// Another program writes to it now.
    IN_USE
  }

  private final Kind kind;

  BadLogException(Kind kind, Path file, String what) {
    super(file + ": " + what);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
