package dev.polder.evals.score;

/// What values a score can take; the declared test depends on it.
public enum Kind {
  /// 0 or 1.
  BINARY,
  /// Anything from 0 to 1.
  GRADED
}
