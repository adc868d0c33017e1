package dev.polder.app.eval;

import dev.polder.evals.run.RunLog;
import java.time.Instant;

/// The reference's side of a comparison.
///
/// @param log its run
/// @param kept whether that is answers from the store, since its log is gone
/// @param end when its last answer came
public record ReferenceRun(RunLog log, boolean kept, Instant end) {}
