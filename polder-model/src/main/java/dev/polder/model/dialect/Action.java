package dev.polder.model.dialect;

/// What becomes of a field when it is translated.
public enum Action {
  /// It is the same on both sides.
  KEEP,
  /// It is said in another way.
  TRANSLATE,
  /// It is left out, and named to the client.
  DROP,
  /// The request is refused.
  REFUSE
}
