package dev.polder.evals.score;

/// How much two texts mean the same. The program wires a sentence model to it.
@FunctionalInterface
public interface Similarity {
  /// From 0 (nothing in common) to 1 (the same); what lies outside counts as the nearer end.
  double of(String one, String other);
}
