package dev.polder.evidence.verdict;

import dev.polder.evidence.paired.PairedScores;
import dev.polder.evidence.plan.SampleSize;
import dev.polder.evidence.sequential.SequentialNonInferiority;
import java.util.OptionalLong;

/// About how many pairs in all would show non-inferiority, if the rest are like those seen and the
/// candidate is truly no better than the reference.
final class Outlook {
  /// More than anybody measures: said to be out of reach.
  private static final long OUT_OF_REACH = 1_000_000;

  /// With so many the sequential test is tried; each is some hundred nanoseconds.
  private static final long SEQUENTIAL_REACH = 50_000;

  private static final double POWER = 0.8;

  private final Declaration declaration;
  private final MeanTest test;
  private final double margin;

  Outlook(Declaration declaration, MeanTest test, double margin) {
    this.declaration = declaration;
    this.test = test;
    this.margin = margin;
  }

  /// Empty where no number within reach would show it: the loss seen is at least about the margin.
  OptionalLong pairs(Sample gains) {
    if (!(gains.mean() > -margin)) {
      return OptionalLong.empty();
    }
    long pairs =
        switch (declaration.plan()) {
          case Plan.Fixed _ -> Math.max(planned(gains), unseen(gains));
          case Plan.Sequential _ -> goingOn(gains);
        };
    return pairs > gains.n() && pairs < OUT_OF_REACH
        ? OptionalLong.of(pairs)
        : OptionalLong.empty();
  }

  private long planned(Sample gains) {
    PairedScores paired = gains.paired();
    if (paired.meanSquare() == 0) {
      return 0;
    }
    double difference = Math.min(0, gains.mean());
    return new SampleSize(
            margin,
            declaration.alpha(),
            POWER,
            Math.max(paired.meanSquare(), -difference),
            difference,
            designEffect(gains))
        .pairs();
  }

  /// How many times more samples clusters and weights make necessary, as far as these show.
  private double designEffect(Sample gains) {
    double naive = gains.paired().naiveStandardError();
    if (!(declaration.clustered() || gains.weighted()) || !(naive > 0)) {
      return 1;
    }
    double ratio = gains.standardError() / naive;
    return Math.max(1, ratio * ratio);
  }

  /// Without any loss seen so many are needed to rule out that a share as large as the margin of
  /// total losses stayed unseen.
  private long unseen(Sample gains) {
    double units = Math.log(declaration.alpha()) / Math.log((1 - margin) / (1 + gains.mean()));
    double perUnit = gains.n() / gains.effectiveClusters();
    return (long) Math.ceil(units * perUnit);
  }

  private long goingOn(Sample gains) {
    SequentialNonInferiority going = test.start(margin);
    while (!going.shown() && going.n() < SEQUENTIAL_REACH) {
      test.take(going, gains, 0);
    }
    return going.shown() ? going.n() : OUT_OF_REACH;
  }
}
