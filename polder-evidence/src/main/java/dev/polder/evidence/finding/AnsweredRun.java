package dev.polder.evidence.finding;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A run whose answers are kept.
///
/// @param id of the run, unique
/// @param variant who answered
/// @param measuredAt when the last answer came; kept to the millisecond
/// @param method digest of all else that answers and scores depend on, such as who graded them;
///   only runs of the same can be compared. Empty where it is not known
/// @param declared which samples it had declared to ask, as one text: the same for the same. Empty
///   where it had declared nothing
public record AnsweredRun(
    String id,
    SuiteVersion suite,
    Variant variant,
    Instant measuredAt,
    String method,
    String declared) {
  public AnsweredRun {
    if (id.isBlank()) {
      throw new IllegalArgumentException("A run without an id cannot be kept. Give it one.");
    }
    measuredAt = measuredAt.truncatedTo(ChronoUnit.MILLIS);
  }
}
