package dev.polder.evals.report;

import dev.polder.evidence.Estimate;
import dev.polder.evidence.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All use cases and their candidates: what is shown of each, and how surely.
///
/// @param at when it was drawn up
/// @param program the version of Polder
/// @param lines one per use case and candidate, in the order in which they are to be read
/// @param joint a statement about several use cases together, such as Holm's; may be empty
public record BoardReport(Instant at, String program, List<Line> lines, String joint)
    implements Report {

  public BoardReport {
    lines = List.copyOf(lines);
  }

  @Override
  public String title() {
    return "Which fallback is good enough";
  }

  /// One candidate of one use case.
  ///
  /// @param reference whom it would stand in for
  /// @param verdict empty where nothing has been measured
  /// @param primary empty where there is no comparison
  /// @param measuredAt empty where nothing has been measured
  /// @param remark such as `finding of an older prompt`; may be empty
  /// @param decidable what would decide it; empty where it is decided
  public record Line(
      String useCase,
      String candidate,
      String reference,
      Optional<Verdict> verdict,
      Optional<Shown> primary,
      Optional<Shown> guardrail,
      Optional<Instant> measuredAt,
      String remark,
      String decidable) {}

  /// A difference beside what was accepted of it; signs as in [ComparisonReport.Endpoint].
  public record Shown(String scorer, Estimate difference, double margin, Verdict verdict) {}
}
