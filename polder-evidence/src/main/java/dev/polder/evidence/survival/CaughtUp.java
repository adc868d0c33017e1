package dev.polder.evidence.survival;

import dev.polder.evidence.paired.ClusteredT;
import dev.polder.evidence.paired.PairTable;
import dev.polder.evidence.paired.PairedScores;
import dev.polder.evidence.paired.PairedT;
import dev.polder.evidence.paired.Tango;
import dev.polder.evidence.verdict.Declaration;
import dev.polder.evidence.verdict.FewScores;

/// Whether a model has caught up with another, from the differences of their scores.
///
/// The seam at which a test puts the published rule that we do not follow beside ours.
interface CaughtUp {
  /// Whether it has.
  ///
  /// @param differences open-weight minus closed, one for each item that both did
  /// @param clusters dense ids from 0, one for each difference
  /// @param governs which test governs, declared for the whole task
  boolean test(double[] differences, int[] clusters, Governs governs);

  /// The test that a task's kind of result declares.
  enum Governs {
    /// Right and wrong, every item for itself: Tango.
    BINARY,
    /// Scores, every item for itself: paired t, and of few items the worst-case bootstrap.
    SCORES,
    /// Items in clusters: CR2 paired t.
    CLUSTERS
  }

  /// Surely not worse by more than the margin: noise makes that harder to show, never easier. The
  /// tests are those by which a verdict of fixed n is made. For one thread.
  static CaughtUp nonInferior(double margin, double alpha) {
    FewScores few = new FewScores(margin, alpha);
    return (differences, clusters, governs) ->
        differences.length >= 2
            && switch (governs) {
              case BINARY -> Tango.nonInferiority(table(differences), margin) <= alpha;
              case SCORES ->
                  differences.length < Declaration.ENOUGH_FOR_T
                      ? few.nonInferior(differences)
                      : PairedT.of(new PairedScores(differences)).nonInferiority(margin) <= alpha;
              case CLUSTERS -> {
                ClusteredT t = ClusteredT.of(new PairedScores(differences, clusters));
                yield t.decidable() && t.nonInferiority(margin) <= alpha;
              }
            };
  }

  /// How often both agreed does not matter to Tango beyond their number.
  private static PairTable table(double[] differences) {
    int worse = 0;
    int better = 0;
    for (double d : differences) {
      if (d < 0) {
        worse++;
      } else if (d > 0) {
        better++;
      }
    }
    return new PairTable(differences.length - worse - better, worse, better, 0);
  }
}
