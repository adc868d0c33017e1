package dev.polder.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What the demo says that it has shown: each sentence is checked against what the application saw.
///
/// @param parts what evidence makes of each use case
record Claims(Tally tally, Map<String, Part> parts) {
  /// A sentence for people, and whether it is true.
  record Claim(String sentence, boolean holds) {}

  /// All of them, in the order of the story.
  List<Claim> all() {
    List<Claim> claims = new ArrayList<>();
    claims.add(
        new Claim(
            "No call was lost: each of the %d was answered whole, or refused with a reason."
                .formatted(tally.count(any -> true)),
            tally.lost() == 0 && none(seen -> seen.refused() && seen.refusal().code().isEmpty())));
    parts.forEach((useCase, part) -> claims.add(about(useCase, part)));
    claims.add(
        new Claim(
            "When the primary was back, it answered all of them again.",
            parts.keySet().stream()
                .allMatch(useCase ->
                    some(
                        of(useCase)
                            .and(seen ->
                                seen.phase() == Phase.RETURNED && seen.servedBy("primary"))))));
    return claims;
  }

  private Claim about(String useCase, Part part) {
    Predicate<Observation> all = of(useCase);
    Predicate<Observation> byFallback = all.and(seen -> seen.servedBy("fallback"));
    Predicate<Observation> refused = all.and(Observation::refused);
    return switch (part) {
      case CARRIES_ON ->
          new Claim(
              "'%s' carried on: %d answers by the fallback, each marked as proven, and no call refused."
                  .formatted(useCase, tally.count(byFallback)),
              some(byFallback.and(Claims::withdrawn))
                  && none(byFallback.and(seen -> !isProven(seen)))
                  && none(refused));
      case MARKED ->
          new Claim(
              "'%s' carried on as a last resort: %d answers by the fallback, each marked as not proven."
                  .formatted(useCase, tally.count(byFallback)),
              some(byFallback.and(Claims::withdrawn))
                  && none(byFallback.and(seen -> isProven(seen) || seen.evidence().isEmpty())));
      case REFUSES, UNSHOWN ->
          new Claim(
              "'%s' was refused %d times while the primary was withdrawn, for want of proof; the fallback answered none of its calls."
                  .formatted(useCase, tally.count(refused.and(Claims::withdrawn))),
              some(refused.and(Claims::withdrawn))
                  && none(refused.and(seen -> withdrawn(seen) && !seen.refusal().forWantOfProof()))
                  && none(byFallback));
    };
  }

  private static Predicate<Observation> of(String useCase) {
    return seen -> seen.useCase().equals(useCase);
  }

  private static boolean withdrawn(Observation seen) {
    return seen.phase() == Phase.WITHDRAWN;
  }

  private static boolean isProven(Observation seen) {
    return seen.evidence().startsWith("non-inferior");
  }

  private boolean some(Predicate<Observation> which) {
    return tally.count(which) > 0;
  }

  private boolean none(Predicate<Observation> which) {
    return tally.count(which) == 0;
  }
}
