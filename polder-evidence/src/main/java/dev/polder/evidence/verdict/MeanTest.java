package dev.polder.evidence.verdict;

import dev.polder.evidence.Interval;
import dev.polder.evidence.Verdict;
import dev.polder.evidence.paired.ClusteredT;
import dev.polder.evidence.paired.PairTable;
import dev.polder.evidence.paired.PairedT;
import dev.polder.evidence.paired.Tango;
import dev.polder.evidence.paired.WeightedT;
import dev.polder.evidence.proportion.ExactBinomial;
import dev.polder.evidence.sequential.SequentialNonInferiority;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/// Asks each test the same question: does the mean of this sample surely lie above the threshold?
///
/// Everything that is judged has this form: a gain in score above minus the margin, a harm turned
/// round likewise, a candidate's own score above the floor.
///
/// @param alpha one-sided
/// @param expected for about how many values the sequential test is tuned
/// @param clustering which values belong together
record MeanTest(double alpha, int expected, Optional<Clustering> clustering) {
  /// What `test` says of the mean of `sample`, which has two values or more, beside `threshold`.
  Reading read(GoverningTest test, Sample sample, double threshold) {
    return switch (test) {
      case TANGO -> tango(sample, threshold);
      case EXACT_BINOMIAL -> exact(sample, threshold);
      case WORST_CASE_BOOTSTRAP -> bootstrap(sample, threshold);
      case PAIRED_T -> pairedT(sample, threshold);
      case CLUSTERED_T -> clusteredT(sample, threshold);
      case SEQUENTIAL -> sequential(sample, threshold);
    };
  }

  /// The test sees only which pairs differ, so all that agree may stand in one cell.
  private Reading tango(Sample sample, double threshold) {
    int worse = sample.below();
    int better = sample.above();
    PairTable table = new PairTable(sample.n() - worse - better, worse, better, 0);
    Interval interval = Tango.interval(table, confidence());
    return fixed(
        sample, interval, threshold, margin -> Tango.nonInferiority(table, margin), sample.n());
  }

  /// Of values that are 0 or 1, or 0 or -1.
  private Reading exact(Sample sample, double threshold) {
    boolean negated = sample.greatest() == 0;
    int count = negated ? sample.below() : sample.above();
    Interval share = ExactBinomial.interval(count, sample.n(), confidence());
    Interval interval = negated ? new Interval(-share.high(), -share.low()) : share;
    return Reading.of(interval, threshold, OptionalDouble.empty(), sample.n());
  }

  private Reading bootstrap(Sample sample, double threshold) {
    WorstCaseBootstrap draws = new WorstCaseBootstrap(sample);
    return fixed(
        sample,
        draws.interval(alpha),
        threshold,
        margin -> draws.p(-margin),
        sample.effectiveClusters());
  }

  private Reading pairedT(Sample sample, double threshold) {
    if (sample.weighted()) {
      return weightedT(sample, threshold);
    }
    PairedT t = PairedT.of(sample.paired());
    return fixed(sample, t.interval(confidence()), threshold, t::nonInferiority, sample.n());
  }

  private Reading clusteredT(Sample sample, double threshold) {
    if (sample.weighted()) {
      return weightedT(sample, threshold);
    }
    ClusteredT t = ClusteredT.of(sample.paired());
    return fixed(
        sample, t.interval(confidence()), threshold, t::nonInferiority, t.effectiveClusters());
  }

  /// Both of the above, where some samples count more than others.
  private Reading weightedT(Sample sample, double threshold) {
    WeightedT t = sample.weightedT();
    return fixed(
        sample, t.interval(confidence()), threshold, t::nonInferiority, t.effectiveClusters());
  }

  /// The p value is that of a loss; there is none for a floor.
  private static Reading fixed(
      Sample sample,
      Interval interval,
      double threshold,
      DoubleUnaryOperator nonInferiority,
      double effectiveClusters) {
    Interval within =
        new Interval(
            Math.max(sample.least(), interval.low()), Math.min(sample.greatest(), interval.high()));
    OptionalDouble p =
        threshold < 0
            ? OptionalDouble.of(nonInferiority.applyAsDouble(-threshold))
            : OptionalDouble.empty();
    return Reading.of(within, threshold, p, effectiveClusters);
  }

  private double confidence() {
    return 1 - 2 * alpha;
  }

  /// The sequential test asks about a loss, so a floor becomes the loss beside somebody who is
  /// always right.
  private Reading sequential(Sample sample, double threshold) {
    double shift = threshold < 0 ? 0 : 1;
    SequentialNonInferiority test = start(shift - threshold);
    take(test, sample, shift);
    Interval shifted = test.interval();
    Verdict verdict = test.verdict();
    return new Reading(
        new Interval(
            Math.max(sample.least(), shifted.low() + shift),
            Math.min(sample.greatest(), shifted.high() + shift)),
        verdict == Verdict.NON_INFERIOR,
        verdict == Verdict.INFERIOR,
        OptionalDouble.of(test.pValue()),
        sample.effectiveClusters());
  }

  /// A sequential test of `margin`, as it is before the first value.
  SequentialNonInferiority start(double margin) {
    return clustering
        .map(groups ->
            SequentialNonInferiority.clustered(margin, alpha, groups.clusters(), groups.largest()))
        .orElseGet(() -> new SequentialNonInferiority(margin, alpha, expected));
  }

  /// Tells `test` all values less `shift`.
  void take(SequentialNonInferiority test, Sample sample, double shift) {
    sample.eachCluster((begin, end) -> {
      double[] differences = new double[end - begin];
      double[] weights = new double[end - begin];
      for (int i = begin; i < end; i++) {
        differences[i - begin] = sample.value(i) - shift;
        weights[i - begin] = sample.weight(i);
      }
      test.addWeighted(differences, weights);
    });
  }
}
