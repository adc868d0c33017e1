package dev.polder.evals.report;

import dev.polder.evidence.survival.Lag;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/// How far open-weight models are behind the closed frontier, task by task.
///
/// @param source where the results come from
/// @param margin the loss that still counts as caught up
/// @param alpha of each comparison, one-sided
public record LagReport(
    Instant at, String program, String source, double margin, double alpha, List<Line> lines)
    implements Report {

  public LagReport {
    lines = List.copyOf(lines);
  }

  @Override
  public String title() {
    return "How far open-weight models are behind";
  }

  /// One task.
  ///
  /// @param closed how many closed models were measured
  /// @param open how many open-weight models
  /// @param clustered whether its items come in clusters
  /// @param until until when releases were looked at
  public record Line(
      String task, int closed, int open, int items, boolean clustered, LocalDate until, Lag lag) {}
}
