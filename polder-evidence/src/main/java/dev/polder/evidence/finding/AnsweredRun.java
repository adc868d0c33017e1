package dev.polder.evidence.finding;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A run whose answers are kept.
///
/// @param id of the run, unique
/// @param variant who answered
/// @param measuredAt when the last answer came; kept to the millisecond
public record AnsweredRun(String id, SuiteVersion suite, Variant variant, Instant measuredAt) {
  public AnsweredRun {
    if (id.isBlank()) {
      throw new IllegalArgumentException("A run without an id cannot be kept. Give it one.");
    }
    measuredAt = measuredAt.truncatedTo(ChronoUnit.MILLIS);
  }
}
