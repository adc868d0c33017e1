package dev.polder.evals.report;

import dev.polder.evidence.Estimate;
import dev.polder.evidence.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A candidate beside its reference on one suite.
///
/// @param useCase for which; empty where it is about none
/// @param verdict of primary and guardrail together
/// @param why what the verdict rests on where the interval alone does not tell, as a clause without
///   a full stop, such as `3.9 effective clusters are too few`; may be empty
/// @param primary what is compared
/// @param guardrail the harm that must not rise
/// @param decidable what would decide it, in a sentence; empty where it is decided
/// @param remarks what people should know beside it, such as that the finding has aged
/// @param groups the primary score by tag or cluster; they inform and decide nothing
/// @param pairs those that differ, the most telling first; keep them to about a hundred
/// @param pairsLeftOut how many more differ that are not in `pairs`
public record ComparisonReport(
    Provenance provenance,
    String useCase,
    Party reference,
    Party candidate,
    Verdict verdict,
    String why,
    Endpoint primary,
    Optional<Endpoint> guardrail,
    DeclaredTest test,
    String decidable,
    List<String> remarks,
    List<Group> groups,
    List<Pair> pairs,
    long pairsLeftOut)
    implements Report {

  public ComparisonReport {
    remarks = List.copyOf(remarks);
    groups = List.copyOf(groups);
    pairs = List.copyOf(pairs);
  }

  @Override
  public String title() {
    String place = useCase.isBlank() ? provenance.suite() : useCase;
    return "%s in place of %s: %s".formatted(candidate.name(), reference.name(), place);
  }

  /// What is compared: a score, of which more is better, or a harm, of which less is.
  ///
  /// @param scorer its name
  /// @param harm whether less is better
  /// @param reference the mean of the reference
  /// @param candidate the mean of the candidate
  /// @param difference candidate minus reference, with the interval that goes with the test
  /// @param margin the loss that is accepted, above 0: of a score, how far it may fall; of a harm,
  ///   how far it may rise
  /// @param p of the one-sided test that the loss is at least the margin
  /// @param fourfold how often which of the two was right, where answers are right or wrong
  public record Endpoint(
      String scorer,
      boolean harm,
      Estimate reference,
      Estimate candidate,
      Estimate difference,
      double margin,
      Verdict verdict,
      OptionalDouble p,
      Optional<Fourfold> fourfold) {

    /// Where the line lies that the interval must not reach.
    double bound() {
      return harm ? margin : -margin;
    }
  }

  /// How often both, one or neither had it: were right, or, of a harm, did it.
  public record Fourfold(long both, long referenceOnly, long candidateOnly, long neither) {}

  /// The test that was declared before the first result.
  ///
  /// @param name such as `Tango score test`
  /// @param plan such as `500 pairs, declared before the first run`
  /// @param alpha the one-sided error rate
  /// @param clusters how many groups of samples there are; as many as pairs where each stands for
  ///   itself
  /// @param effectiveClusters how many groups of equal size would tell as much
  public record DeclaredTest(
      String name, String plan, double alpha, long n, long clusters, double effectiveClusters) {}

  /// Both sides on some of the samples.
  public record Group(String name, Estimate reference, Estimate candidate) {}

  /// Two answers to one sample.
  public record Pair(String id, String input, String target, Answer reference, Answer candidate) {}

  /// An answer and what the primary scorer gave it.
  ///
  /// @param explanation the scorer's; may be empty
  public record Answer(String text, double score, String explanation) {}
}
