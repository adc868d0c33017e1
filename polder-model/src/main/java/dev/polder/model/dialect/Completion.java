package dev.polder.model.dialect;

import java.util.List;

/// A whole answer, in no dialect.
///
/// @param id the provider's, or `""`
/// @param model what the provider calls the model that answered
/// @param stopSequence the one that it came to, where the provider says so, or `""`
public record Completion(
    String id,
    String model,
    List<Part> parts,
    FinishReason finish,
    String stopSequence,
    TokenUsage usage) {
  public Completion {
    parts = List.copyOf(parts);
  }
}
