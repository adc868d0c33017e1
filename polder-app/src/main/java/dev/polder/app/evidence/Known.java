package dev.polder.app.evidence;

import dev.polder.evidence.finding.Doubt;
import dev.polder.evidence.finding.Finding;
import java.util.List;

/// All that has been found, in the order in which it was added.
public record Known(List<Finding> findings, List<Doubt> doubts) {
  /// Nothing has been measured yet.
  public static final Known NOTHING = new Known(List.of(), List.of());

  public Known {
    findings = List.copyOf(findings);
    doubts = List.copyOf(doubts);
  }
}
