package dev.polder.evidence.sequential;

import dev.polder.evidence.Interval;

/// A confidence sequence for a share: it holds the true one at all times at once, with the stated
/// probability. For right or wrong, and as well for scores anywhere in [0, 1].
///
/// Every share p that the beta-binomial mixture does not reject belongs to it (Howard et al. 2021,
/// section 4.2; Robbins 1970). Exact, never an approximation.
public final class BernoulliSequence {
  private final double optimalTrials;
  private final double optimalAlpha;

  /// @param optimalTrials the number of trials at which it shall be narrowest; valid at every other
  public BernoulliSequence(double optimalTrials) {
    this(optimalTrials, 0.05);
  }

  /// @param optimalAlpha the `alpha` for which it shall be narrowest, between 0 and 0.5
  public BernoulliSequence(double optimalTrials, double optimalAlpha) {
    this.optimalTrials = Checks.positive("the number of trials to tune for", optimalTrials);
    this.optimalAlpha = Checks.between("alpha", 0, optimalAlpha, 0.5);
  }

  /// Both bounds after `trials` trials: outside of them, ever, with probability `alpha` at most.
  ///
  /// @param successes how many succeeded, or the sum of scores in [0, 1]
  public Interval interval(double successes, long trials, double alpha) {
    check(successes, trials);
    return new Interval(
        low(successes, trials, alpha, false), 1 - low(trials - successes, trials, alpha, false));
  }

  /// The lower bound alone, with all of `alpha` on its side.
  public double lower(double successes, long trials, double alpha) {
    check(successes, trials);
    return low(successes, trials, alpha, true);
  }

  /// The upper bound alone, with all of `alpha` on its side.
  public double upper(double successes, long trials, double alpha) {
    check(successes, trials);
    return 1 - low(trials - successes, trials, alpha, true);
  }

  private static void check(double successes, long trials) {
    if (trials < 1 || !(0 <= successes && successes <= trials)) {
      throw new IllegalArgumentException(
          "successes must lie between 0 and the trials: " + successes + " of " + trials);
    }
  }

  private double low(double successes, long trials, double alpha, boolean oneSided) {
    double threshold = -Math.log(Checks.between("alpha", 0, alpha, 1));
    double share = successes / trials;
    double least = 1e-12;
    double most = Math.min(share, 1 - 1e-12);
    if (share <= least || excess(least, share, trials, oneSided) < threshold) {
      return 0;
    }
    return Boundary.root(p -> excess(p, share, trials, oneSided) - threshold, least, most);
  }

  /// The logarithm of the evidence that the share is larger than `p` (or, two-sided, another).
  private double excess(double p, double share, long trials, boolean oneSided) {
    double variance = p * (1 - p);
    double v = variance * optimalTrials;
    Mixture mixture =
        oneSided
            ? Mixture.oneSidedBetaBinomial(v, optimalAlpha, p, 1 - p)
            : Mixture.betaBinomial(v, optimalAlpha, p, 1 - p);
    return mixture.logCapital((share - p) * trials, variance * trials);
  }
}
