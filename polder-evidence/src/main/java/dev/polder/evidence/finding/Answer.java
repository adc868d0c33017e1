package dev.polder.evidence.finding;

import java.util.Map;

/// What a model answered to one sample, and how that was scored.
///
/// @param sample id of the sample within its suite
/// @param repeat which repeat of the sample it is, from 0
/// @param text the answer as it came
/// @param scores by the scorer's name, each from 0 to 1; a harm likewise
public record Answer(String sample, int repeat, String text, Map<String, Double> scores) {
  public Answer {
    if (sample.isBlank() || repeat < 0) {
      throw new IllegalArgumentException(
          "An answer needs a sample and a repeat from 0, but has '%s' and %d."
              .formatted(sample, repeat));
    }
    scores = Map.copyOf(scores);
  }
}
