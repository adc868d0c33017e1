package dev.polder.evals.report;

import dev.polder.chart.ForestPlot;
import dev.polder.evidence.Estimate;
import dev.polder.evidence.Verdict;
import java.util.OptionalDouble;

/// Verdicts as marks of a forest plot.
final class Marks {
  private Marks() {}

  static ForestPlot.Row row(
      String label, String detail, Estimate difference, double bound, Verdict verdict) {
    return new ForestPlot.Row(
        label,
        detail,
        difference.value(),
        difference.interval().low(),
        difference.interval().high(),
        OptionalDouble.of(bound),
        mark(verdict),
        verdict.label());
  }

  private static ForestPlot.Mark mark(Verdict verdict) {
    return switch (verdict) {
      case NON_INFERIOR -> ForestPlot.Mark.PASSED;
      case INFERIOR -> ForestPlot.Mark.FAILED;
      case NOT_DECIDABLE -> ForestPlot.Mark.OPEN;
    };
  }
}
