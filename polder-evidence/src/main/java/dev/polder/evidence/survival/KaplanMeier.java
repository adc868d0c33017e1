package dev.polder.evidence.survival;

import dev.polder.evidence.Estimate;
import dev.polder.evidence.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// The share that still waits after a time, where some observations ended before anything happened
/// (the product-limit estimate).
///
/// Its variance is Greenwood's; its intervals are symmetric in log(-log S), so they stay within [0,
/// 1] and serve small numbers (Kalbfleisch and Prentice, "The Statistical Analysis of Failure Time
/// Data", 1980). Kaplan and Meier, "Nonparametric estimation from incomplete observations", JASA 53
/// (1958).
///
/// @param steps one for each time at which something happened or an observation ended, in order
/// @param n observations
/// @param events how many of them ended with an event
public record KaplanMeier(List<Step> steps, int n, int events) {
  private static final double HALF = 0.5 + 1e-12; // a product of fractions may miss a half

  /// One time of the curve.
  ///
  /// @param atRisk how many still waited just before
  /// @param survival the share that still waits just after
  /// @param standardError of `survival`, by Greenwood; not a number once nobody is left
  public record Step(
      double time, int atRisk, int events, int censored, double survival, double standardError) {}

  /// Copies.
  public KaplanMeier {
    steps = List.copyOf(steps);
  }

  /// The curve of the observations; where some end without an event at the time of an event, they
  /// still waited at it.
  public static KaplanMeier of(List<Observation> observations) {
    if (observations.isEmpty()) {
      throw new IllegalArgumentException("there is no curve without observations");
    }
    TreeMap<Double, int[]> counts = new TreeMap<>(); // time → events, censored
    for (Observation one : observations) {
      counts.computeIfAbsent(one.time(), time -> new int[2])[one.event() ? 0 : 1]++;
    }
    List<Step> steps = new ArrayList<>();
    int atRisk = observations.size();
    double survival = 1;
    double sum = 0;
    int events = 0;
    for (var at : counts.entrySet()) {
      int happened = at.getValue()[0];
      int censored = at.getValue()[1];
      survival *= 1 - (double) happened / atRisk;
      sum += happened == 0 ? 0 : (double) happened / ((double) atRisk * (atRisk - happened));
      steps.add(
          new Step(at.getKey(), atRisk, happened, censored, survival, survival * Math.sqrt(sum)));
      atRisk -= happened + censored;
      events += happened;
    }
    return new KaplanMeier(steps, observations.size(), events);
  }

  /// How many observations ended without an event.
  public int censored() {
    return n - events;
  }

  /// The share that still waits after `time`.
  public double survival(double time) {
    double survival = 1;
    for (Step step : steps) {
      if (step.time() > time) {
        break;
      }
      survival = step.survival();
    }
    return survival;
  }

  /// The interval of the share that still waits after `time`, of that time alone.
  public Interval interval(double time, double confidence) {
    Interval last = new Interval(1, 1);
    for (Step step : steps) {
      if (step.time() > time) {
        break;
      }
      last = interval(step, last, confidence);
    }
    return last;
  }

  /// @param before the interval of the step before, whose upper bound stands where nobody is left:
  ///   there Greenwood's variance says nothing
  private static Interval interval(Step step, Interval before, double confidence) {
    double s = step.survival();
    if (s <= 0) {
      return new Interval(0, before.high());
    }
    if (s >= 1) {
      return before;
    }
    double z = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - confidence) / 2);
    double spread = Math.exp(z * step.standardError() / (s * -Math.log(s)));
    return new Interval(Math.pow(s, spread), Math.pow(s, 1 / spread));
  }

  /// The median time: the first at which no more than half still wait; infinite where more than
  /// half still wait at the end. Its interval is every time at which half may still wait
  /// (Brookmeyer and Crowley, "A confidence interval for the median survival time", Biometrics 38,
  /// 1982), with the intervals of the curve; its n are the observations.
  public Estimate median(double confidence) {
    double median = Double.POSITIVE_INFINITY;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    Interval last = new Interval(1, 1);
    for (Step step : steps) {
      last = interval(step, last, confidence);
      if (last.low() <= HALF) {
        low = Math.min(low, step.time());
      }
      if (step.survival() <= HALF) {
        median = Math.min(median, step.time());
      }
      if (last.high() <= HALF) {
        high = Math.min(high, step.time());
      }
    }
    return new Estimate(median, new Interval(low, high), confidence, n);
  }

  /// The interval of the median by drawing `units` with replacement (percentiles), where the
  /// observations of one unit say the same thing more than once.
  ///
  /// @param units each with its observations, none of them empty
  public static Interval bootstrapMedian(
      List<List<Observation>> units, double confidence, int draws, RandomGenerator random) {
    double[] medians = new double[draws];
    for (int draw = 0; draw < draws; draw++) {
      List<Observation> drawn = new ArrayList<>();
      for (int i = 0; i < units.size(); i++) {
        drawn.addAll(units.get(random.nextInt(units.size())));
      }
      medians[draw] = of(drawn).median(confidence).value();
    }
    return percentiles(medians, confidence);
  }

  /// What holds the middle `confidence` of the values, some of which may be infinite.
  static Interval percentiles(double[] values, double confidence) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int out = (int) Math.floor((1 - confidence) / 2 * (sorted.length + 1));
    int low = Math.max(0, out - 1);
    return new Interval(sorted[low], sorted[sorted.length - 1 - low]);
  }
}
