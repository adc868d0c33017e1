package dev.polder.model.dialect;

import java.io.Serial;

/// What a provider sent is no answer of its dialect, or only the beginning of one.
///
/// The message holds nothing of the answer.
public final class GarbledException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final Kind kind;

  /// What is wrong with it.
  public enum Kind {
    /// It breaks the dialect's rules.
    GARBAGE,
    /// It ends before its end.
    CUT_OFF
  }

  /// @param message in a few words, without anything of the answer
  public GarbledException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /// Something that breaks the dialect's rules.
  public static GarbledException garbage(String message) {
    return new GarbledException(Kind.GARBAGE, message);
  }

  /// What is wrong with it.
  public Kind kind() {
    return kind;
  }
}
