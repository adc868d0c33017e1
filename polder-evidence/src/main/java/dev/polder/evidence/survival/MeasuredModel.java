package dev.polder.evidence.survival;

import java.time.LocalDate;
import java.util.Map;

/// What a model scored on each item of a task.
///
/// @param openWeight whether anybody may run its weights
/// @param released when it could first be used by the public
/// @param scores by item id, each in [0, 1]; of an item that was tried several times, the mean
public record MeasuredModel(
    String model, boolean openWeight, LocalDate released, Map<String, Double> scores) {
  /// Checks and copies.
  public MeasuredModel {
    scores = Map.copyOf(scores);
    if (scores.isEmpty()) {
      throw new IllegalArgumentException("Model '" + model + "' has no scores.");
    }
    for (var one : scores.entrySet()) {
      if (!(0 <= one.getValue() && one.getValue() <= 1)) {
        throw new IllegalArgumentException(
            "Model '%s' scored %s on item '%s'; a score lies in [0, 1]."
                .formatted(model, one.getValue(), one.getKey()));
      }
    }
  }
}
