package dev.polder.evals.suite;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polder.evals.sample.Sample;
import java.util.List;
import java.util.Optional;

/// How a suite wishes to be asked. It counts for the digest: asked otherwise, models answer
/// otherwise.
///
/// @param system a system prompt for samples that have none of their own
/// @param examples questions with their right answers, to be shown before the question (few-shot)
/// @param tools a JSON list of tools that may be called, with what scripted ones answer
public record Hints(Optional<String> system, List<Sample> examples, Optional<JsonNode> tools) {
  /// No wishes.
  public static final Hints NONE = new Hints(Optional.empty(), List.of(), Optional.empty());

  public Hints {
    examples = List.copyOf(examples);
  }
}
