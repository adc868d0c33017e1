package dev.polder.evals.report;

import java.time.Instant;
import java.util.List;

/// Where results come from, so that somebody else can get them again.
///
/// @param suite its name
/// @param suiteDigest over its content
/// @param measuredAt when the last answer came
/// @param program the version of Polder that measured
/// @param more what else is needed to repeat it: seeds, epochs, solver, temperature
public record Provenance(
    String suite, String suiteDigest, Instant measuredAt, String program, List<Fact> more) {
  public Provenance {
    more = List.copyOf(more);
  }
}
