package dev.polder.evidence.sequential;

/// A mixture of bets on a sum of deviations: its capital never grows on average as long as the
/// deviations have mean 0, so it exceeds `1/alpha` with probability `alpha` at most, at any time,
/// however often one looks.
///
/// `s` is the sum of the deviations so far, `v` the variance it has gathered (its *intrinsic
/// time*); which deviations and which variance belong to a mixture stands at its factory method.
/// All of them are tuned so that the boundary is as low as it can be near one intrinsic time,
/// `optimalV`, and stay valid at every other one.
///
/// Formulas: Howard, Ramdas, McAuliffe, Sekhon, "Time-uniform, nonparametric, nonasymptotic
/// confidence sequences", Annals of Statistics 49 (2021), section 3 and appendix; the normal
/// mixture is of Robbins, "Statistical methods related to the law of the iterated logarithm",
/// Annals of Mathematical Statistics 41 (1970).
public sealed interface Mixture
    permits NormalMixture, OneSidedNormalMixture, BetaBinomialMixture, GammaExponentialMixture {
  /// The natural logarithm of the capital after deviations that sum up to `s`.
  ///
  /// @param v not negative
  double logCapital(double s, double v);

  /// The sum that is exceeded, ever, with probability `alpha` at most; of a two-sided mixture, that
  /// is exceeded or, its mirror image, fallen below.
  ///
  /// @param v not negative
  /// @param alpha between 0 and 1
  double boundary(double v, double alpha);

  /// Two-sided, for deviations that are normal or lighter-tailed with variances that sum up to `v`
  /// (sub-Gaussian).
  ///
  /// @param optimalAlpha the `alpha` for which it is tuned, between 0 and 1
  static Mixture normal(double optimalV, double optimalAlpha) {
    return new NormalMixture(NormalMixture.rho(optimalV, optimalAlpha));
  }

  /// One-sided, for the same deviations as [#normal].
  ///
  /// @param optimalAlpha the `alpha` for which it is tuned, between 0 and 0.5
  static Mixture oneSidedNormal(double optimalV, double optimalAlpha) {
    return new OneSidedNormalMixture(OneSidedNormalMixture.rho(optimalV, optimalAlpha));
  }

  /// Two-sided, for deviations between `-g` and `h`; each adds `g·h` to `v` (sub-Bernoulli). Its
  /// lower boundary is the upper one of the mixture with `g` and `h` exchanged.
  ///
  /// @param optimalAlpha the `alpha` for which it is tuned, between 0 and 1
  static Mixture betaBinomial(double optimalV, double optimalAlpha, double g, double h) {
    return BetaBinomialMixture.twoSided(optimalV, optimalAlpha, g, h);
  }

  /// One-sided, for the same deviations as [#betaBinomial].
  ///
  /// @param optimalAlpha the `alpha` for which it is tuned, between 0 and 0.5
  static Mixture oneSidedBetaBinomial(double optimalV, double optimalAlpha, double g, double h) {
    return BetaBinomialMixture.oneSided(optimalV, optimalAlpha, g, h);
  }

  /// One-sided, for deviations whose tail is that of an exponential variable of scale `c`
  /// (sub-exponential). The one to take for bounded observations of unknown variance: where each
  /// lies at most `c` from a forecast made before it was seen, `v` is the sum of the squared errors
  /// of the forecasts (Howard et al., theorem 4).
  ///
  /// @param optimalAlpha the `alpha` for which it is tuned, between 0 and 0.5
  static Mixture gammaExponential(double optimalV, double optimalAlpha, double c) {
    return new GammaExponentialMixture(
        OneSidedNormalMixture.rho(optimalV, optimalAlpha), Checks.positive("c", c));
  }
}
