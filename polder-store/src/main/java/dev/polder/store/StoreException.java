package dev.polder.store;

import java.io.IOException;
import java.io.Serial;

/// What is wrong with a store. The message names the file and the remedy; nothing is half-written.
public final class StoreException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private final Kind kind;

  StoreException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  StoreException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /// What kind of thing is wrong.
  public Kind kind() {
    return kind;
  }

  /// What can be wrong with a store.
  public enum Kind {
    /// The file holds something else than a database.
    NOT_A_DATABASE,
    /// The file is a database of another program.
    OTHER_PROGRAM,
    /// The file was written by a newer Polder.
    NEWER_SCHEMA,
    /// The file or its folder cannot be reached or written.
    NO_ACCESS,
    /// There is no room left.
    FULL,
    /// Somebody else kept it locked for too long.
    BUSY,
    /// The file is damaged.
    DAMAGED,
    /// What was to be kept contradicts what is there: a fault of this program.
    REFUSED,
    /// Anything else.
    OTHER
  }
}
