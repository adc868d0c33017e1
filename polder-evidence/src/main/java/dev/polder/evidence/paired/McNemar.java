package dev.polder.evidence.paired;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/// McNemar's test: is there *any* difference between reference and candidate?
///
/// It never says "good enough". A large p value means only that no difference was shown, which few
/// samples bring about by themselves: on 500 real pairs a candidate that was four points worse had
/// p = .062 here, and was not shown to be within five points either. For "good enough" ask [Tango].
///
/// Sources: Q. McNemar, Psychometrika 12 (1947) 153–157; mid-p: M. W. Fagerland et al., BMC Medical
/// Research Methodology 13 (2013) 91.
public final class McNemar {
  private McNemar() {}

  /// The statistic with Yates' continuity correction, (|b − c| − 1)²/(b + c), and 0 where it would
  /// correct past zero.
  public static double statistic(PairTable table) {
    int gap = Math.abs(table.candidateOnly() - table.referenceOnly());
    return gap <= 1 ? 0 : (gap - 1.0) * (gap - 1.0) / table.discordant();
  }

  /// The two-sided p value of [#statistic], by the chi-squared distribution.
  public static double chiSquared(PairTable table) {
    return ChiSquaredDistribution.of(1).survivalProbability(statistic(table));
  }

  /// The exact two-sided p value: discordant pairs as throws of a fair coin.
  public static double exact(PairTable table) {
    return Math.min(1, 2 * coin(table).cumulativeProbability(fewer(table)));
  }

  /// The mid-p value: [#exact] less the probability of just the table seen; closer to the nominal
  /// error, and now and then slightly above it.
  public static double midP(PairTable table) {
    BinomialDistribution coin = coin(table);
    int fewer = fewer(table);
    return Math.min(1, 2 * coin.cumulativeProbability(fewer) - coin.probability(fewer));
  }

  private static BinomialDistribution coin(PairTable table) {
    return BinomialDistribution.of(table.discordant(), 0.5);
  }

  private static int fewer(PairTable table) {
    return Math.min(table.candidateOnly(), table.referenceOnly());
  }
}
