package dev.polder.evidence.verdict;

import dev.polder.evidence.Verdict;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a comparison's results say by the rule declared for it.
///
/// A candidate is non-inferior when it is so in the primary and in the guardrail, if there is one;
/// it is inferior when it is so in either. Both tests may use the whole error rate: wrongly passing
/// needs wrongly passing the one that does not hold.
///
/// @param verdict of both together
/// @param primary empty where there is no reference
/// @param guardrail empty where none is declared, or where there is no reference
/// @param floor empty where none is declared
public record Judgement(
    Verdict verdict,
    Optional<Comparison> primary,
    Optional<Comparison> guardrail,
    Optional<FloorCheck> floor) {
  /// The verdict and its reason in a sentence or two for people.
  public String why() {
    String paired =
        primary
            .map(Comparison::why)
            .orElse("%s: there is no reference to compare with".formatted(verdict.label()));
    String guarded = guardrail.map(side -> "; guardrail " + side.why()).orElse("");
    String alone = floor.map(check -> "; " + check.why()).orElse("");
    return paired + guarded + alone;
  }

  /// The p value of the joint test: the larger of the two; empty where either has none.
  public OptionalDouble p() {
    if (primary.isEmpty() || primary.get().p().isEmpty()) {
      return OptionalDouble.empty();
    }
    if (guardrail.isEmpty()) {
      return primary.get().p();
    }
    OptionalDouble harm = guardrail.get().p();
    return harm.isEmpty()
        ? harm
        : OptionalDouble.of(Math.max(primary.get().p().getAsDouble(), harm.getAsDouble()));
  }

  static Verdict joint(Verdict primary, Optional<Verdict> guardrail) {
    Verdict other = guardrail.orElse(Verdict.NON_INFERIOR);
    if (primary == Verdict.INFERIOR || other == Verdict.INFERIOR) {
      return Verdict.INFERIOR;
    }
    return primary == Verdict.NON_INFERIOR && other == Verdict.NON_INFERIOR
        ? Verdict.NON_INFERIOR
        : Verdict.NOT_DECIDABLE;
  }
}
