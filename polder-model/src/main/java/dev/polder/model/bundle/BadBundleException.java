package dev.polder.model.bundle;

import java.io.Serial;

/// A file of a bundle that cannot be used as it is. The message says what is wrong and what to
/// change, without the file's name, which the reader of the file knows.
public final class BadBundleException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final int line;

  BadBundleException(int line, String message) {
    super(message);
    this.line = line;
  }

  /// The line at fault, from 1, or 0 where no line is to blame.
  public int line() {
    return line;
  }
}
