package dev.polder.evidence.verdict;

import dev.polder.evidence.Verdict;
import dev.polder.evidence.plan.Holm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// A statement about several use cases at once, such as "these seven are all carried".
///
/// Each finding stands for its own use case. Said together they are wrong when any of them is, so
/// the p values are raised by Holm's procedure when the statement is made.
///
/// @param alpha the error rate of the whole statement
public record JointStatement(double alpha, List<Part> parts) {
  public JointStatement {
    parts = List.copyOf(parts);
  }

  /// One use case's part.
  ///
  /// @param alone what its judgement says by itself
  /// @param p of its judgement, raised by Holm's procedure; 1 where no test could speak
  /// @param carried whether the statement holds for it together with the others
  public record Part(String useCase, Verdict alone, double p, boolean carried) {}

  /// What can be said of all of these together.
  ///
  /// @param judgements by use case
  public static JointStatement of(SortedMap<String, Judgement> judgements, double alpha) {
    double[] adjusted =
        Holm.adjusted(judgements.values().stream().mapToDouble(JointStatement::p).toArray());
    List<Part> parts = new ArrayList<>();
    judgements.forEach((useCase, judgement) -> {
      double p = adjusted[parts.size()];
      boolean carried = judgement.verdict() == Verdict.NON_INFERIOR && p <= alpha;
      parts.add(new Part(useCase, judgement.verdict(), p, carried));
    });
    return new JointStatement(alpha, parts);
  }

  private static double p(Judgement judgement) {
    return judgement.p().orElse(1);
  }

  /// Whether all of them are carried.
  public boolean holds() {
    return parts.stream().allMatch(Part::carried);
  }

  /// In a sentence for people: `carried together at 5 %: letters, triage; not shown: search`.
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "carried together at %s %%: %s; not shown: %s",
        Points.of(alpha),
        names(true),
        names(false));
  }

  private String names(boolean carried) {
    String names =
        parts.stream()
            .filter(part -> part.carried() == carried)
            .map(Part::useCase)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "none" : names;
  }
}
