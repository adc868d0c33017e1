package dev.polder.evidence.survival;

import dev.polder.evidence.Estimate;
import dev.polder.evidence.Interval;
import dev.polder.evidence.Require;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How many months open-weight models are behind the closed frontier on one task.
///
/// Every closed model that was better, when it was released, than all closed ones before it is a
/// frontier. Its gap runs until the first release of an open-weight model that is *non-inferior* to
/// it; it is 0 where such a model was there already, and still open (right-censored at `today`)
/// where there is none. The median gap is read from the Kaplan–Meier curve of all of them.
///
/// A gap ends only when something has been shown, so fewer items or noisier scores make the lag
/// longer, never shorter. The rule "not significantly different" does the opposite: with few enough
/// items everybody has caught up at once.
///
/// Two things to know when reading it. Each pair is tested at `alpha` for itself, so the more
/// open-weight models there are, the likelier is one that is called non-inferior wrongly. And
/// frontiers that follow each other are close relatives, so the interval of the curve is too
/// optimistic: the bootstrap, which draws items (or their clusters) and models anew and does
/// everything again, is the one to quote.
///
/// @param gaps one for each frontier, in order of its release
/// @param curve of the gaps, in months
/// @param median in months, with the bootstrap's interval; infinite where most gaps are still open.
///   Its n are the frontiers
public record Lag(List<Gap> gaps, KaplanMeier curve, Estimate median) {
  /// How long a closed frontier stood.
  ///
  /// @param caughtUpBy the first open-weight model that is non-inferior to it
  /// @param months until then; or until today, where there is none
  public record Gap(
      String frontier, LocalDate released, Optional<String> caughtUpBy, double months) {}

  /// What is asked.
  ///
  /// @param margin the loss of score that still counts as caught up, between 0 and 1
  /// @param alpha of each test, one-sided, between 0 and 0.5
  /// @param today until when releases were looked at
  /// @param confidence of the interval, two-sided
  /// @param draws of the bootstrap
  public record Question(
      double margin, double alpha, LocalDate today, double confidence, int draws) {
    /// Checks the numbers.
    public Question {
      Require.margin(margin);
      Require.alpha(alpha);
      Require.confidence(confidence);
      if (draws < 1) {
        throw new IllegalArgumentException("a bootstrap needs draws: " + draws);
      }
    }
  }

  /// Copies.
  public Lag {
    gaps = List.copyOf(gaps);
  }

  /// How many gaps have ended.
  public int events() {
    return curve.events();
  }

  /// How many are still open.
  public int censored() {
    return curve.censored();
  }

  /// The lag on one task, by the tests that a verdict of fixed n rests on. Of results that are all
  /// 0 or 1, Tango's test decides; of scores, the paired t, and of fewer than 300 the worst-case
  /// bootstrap; of items in clusters, its clustered form, which below 10 effective clusters shows
  /// nothing, so that all gaps stay open.
  ///
  /// @param models released by `today`, at least one of them closed; items that two models do not
  ///   share are left out of their comparison
  /// @param clusters the cluster of each item; empty where every item stands for itself
  public static Lag of(
      List<MeasuredModel> models,
      Map<String, String> clusters,
      Question question,
      RandomGenerator random) {
    CaughtUp rule = CaughtUp.nonInferior(question.margin(), question.alpha());
    return of(models, clusters, question, rule, random);
  }

  static Lag of(
      List<MeasuredModel> models,
      Map<String, String> clusters,
      Question question,
      CaughtUp rule,
      RandomGenerator random) {
    Race race = new Race(models, clusters, question.today(), rule);
    List<Gap> gaps = race.gaps(Draw.asMeasured(race));
    KaplanMeier curve = curve(gaps);
    double[] medians = new double[question.draws()];
    for (int i = 0; i < medians.length; i++) {
      medians[i] = median(curve(race.gaps(Draw.anew(race, random))));
    }
    Interval interval = KaplanMeier.percentiles(medians, question.confidence());
    Estimate median = new Estimate(median(curve), interval, question.confidence(), gaps.size());
    return new Lag(gaps, curve, median);
  }

  private static KaplanMeier curve(List<Gap> gaps) {
    return KaplanMeier.of(
        gaps.stream()
            .map(gap -> new Observation(gap.months(), gap.caughtUpBy().isPresent()))
            .toList());
  }

  private static double median(KaplanMeier curve) {
    return curve.median(0.5).value(); // the value is the same at every confidence
  }
}
