package dev.polder.evals.imports;

import java.util.Optional;

/// What a person wants of an import.
///
/// @param suite the name of the suite; unless told, that of the tool's task
/// @param primary the score that decides; unless told, the tool's own headline or first score
/// @param guardrail the score that tells harm, of which less is better; unless told, there is none
/// @param cluster the field of a sample's metadata (Inspect AI, promptfoo), document
///   (lm-evaluation-harness) or variables (promptfoo) that says what makes samples alike
public record Wishes(
    Optional<String> suite,
    Optional<String> primary,
    Optional<String> guardrail,
    Optional<String> cluster) {
  /// None.
  public static final Wishes NONE =
      new Wishes(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
