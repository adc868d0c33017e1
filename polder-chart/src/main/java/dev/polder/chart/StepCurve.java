package dev.polder.chart;

import java.util.ArrayList;
import java.util.List;

/// Shares that are left after a time, with the band of what is known of them: Kaplan and Meier's
/// curves.
///
/// @param x the time that has gone by, from 0
/// @param y what the share is of
public record StepCurve(String title, String description, Axis x, Axis y, List<Curve> curves)
    implements Chart {

  public StepCurve {
    curves = List.copyOf(curves);
  }

  /// One curve, which begins with everybody at time 0.
  ///
  /// @param n how many there are at the beginning
  /// @param steps in the order of time
  /// @param censored when those were seen last of whom no more is known, in the order of time
  public record Curve(String name, int n, List<Step> steps, List<Double> censored) {
    public Curve {
      steps = List.copyOf(steps);
      censored = List.copyOf(censored);
    }

    /// Until when anything is known.
    double end() {
      double last = steps.isEmpty() ? 0 : steps.getLast().at;
      return censored.isEmpty() ? last : Math.max(last, censored.getLast());
    }

    /// The share that is left at a time.
    double at(double time) {
      double value = 1;
      for (Step step : steps) {
        if (step.at > time) {
          return value;
        }
        value = step.value;
      }
      return value;
    }

    /// How many are still watched just before a time.
    long atRisk(double time) {
      long events = steps.stream().filter(step -> step.at < time).mapToLong(Step::events).sum();
      return n - events - censored.stream().filter(at -> at < time).count();
    }
  }

  /// A fall of the curve.
  ///
  /// @param value the share that is left from then on
  /// @param low of the band from then on
  /// @param high of the band from then on
  /// @param events how many fell
  public record Step(double at, double value, double low, double high, int events) {
    public Step {
      Checks.finite("step", at);
      Checks.finite("step", value);
      Checks.interval("step", low, high);
    }
  }

  @Override
  public Table table() {
    List<List<String>> cells = new ArrayList<>();
    for (Curve curve : curves) {
      cells.add(row(curve, 0, "start", "1", "1", "1", 0));
      for (Step step : curve.steps) {
        cells.add(
            row(
                curve,
                step.at,
                "event",
                Table.number(step.value),
                Table.number(step.low),
                Table.number(step.high),
                step.events));
      }
      for (double at : curve.censored) {
        cells.add(row(curve, at, "censored", Table.number(curve.at(at)), "", "", 0));
      }
    }
    return new Table(
        List.of("curve", "at", "what", "value", "low", "high", "events", "at risk"), cells);
  }

  private static List<String> row(
      Curve curve, double at, String what, String value, String low, String high, int events) {
    return List.of(
        curve.name,
        Table.number(at),
        what,
        value,
        low,
        high,
        Integer.toString(events),
        Long.toString(curve.atRisk(at)));
  }
}
