package dev.polder.evidence.verdict;

import dev.polder.evidence.Estimate;
import dev.polder.evidence.Verdict;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What one endpoint says of a candidate beside its reference.
///
/// @param test which test governs
/// @param margin the loss that is accepted
/// @param difference candidate minus reference, with n: of a score, a fall is negative; of a harm,
///   a rise is positive
/// @param p of the one-sided test that the loss is at least the margin; empty where no test may
///   speak yet, or may not speak at all
/// @param clusters how many groups of samples there are; n where every sample is its own
/// @param effectiveClusters how many groups of equal size would tell as much
/// @param why the verdict in a sentence for people
/// @param pairsNeeded about how many pairs in all would decide it; empty where it is decided, or
///   where more pairs alone would not help
public record Comparison(
    Verdict verdict,
    GoverningTest test,
    double margin,
    Estimate difference,
    OptionalDouble p,
    int clusters,
    double effectiveClusters,
    Discordance discordance,
    String why,
    OptionalLong pairsNeeded) {
  /// How many pairs it rests on.
  public long n() {
    return difference.n();
  }
}
