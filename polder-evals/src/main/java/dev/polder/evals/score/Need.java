package dev.polder.evals.score;

/// What a scorer needs from outside before it can begin.
public enum Need {
  /// A model that grades.
  JUDGE,
  /// A measure of similarity.
  SIMILARITY,
  /// A machine that can shut a command in.
  SANDBOX
}
