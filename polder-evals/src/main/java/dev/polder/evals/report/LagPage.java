package dev.polder.evals.report;

import dev.polder.chart.Axis;
import dev.polder.chart.StepCurve;
import dev.polder.evals.report.LagReport.Line;
import dev.polder.evidence.Estimate;
import dev.polder.evidence.survival.KaplanMeier;
import dev.polder.evidence.survival.Lag;
import java.util.ArrayList;
import java.util.List;

/// The page about the lag.
final class LagPage {
  private final LagReport report;

  LagPage(LagReport report) {
    this.report = report;
  }

  Html body() {
    List<Html> tasks = new ArrayList<>();
    report.lines().forEach(line -> tasks.add(task(line)));
    return Html.all(
        Parts.head("Lag · " + Wording.day(report.at()), report.title()),
        summary(),
        Html.all(tasks),
        provenance());
  }

  private Html summary() {
    List<List<Html>> rows = new ArrayList<>();
    for (Line line : report.lines()) {
      rows.add(
          List.of(
              Parts.text(line.task()),
              Parts.text(median(line.lag().median())),
              Parts.text(Wording.count(line.lag().gaps().size())),
              Parts.text(Wording.count(line.lag().events())),
              Parts.text(Wording.count(line.lag().censored())),
              Parts.text(Wording.count(line.closed())),
              Parts.text(Wording.count(line.open())),
              Parts.text(Wording.count(line.items()))));
    }
    return Html.all(
        Html.of(
            "<p>A closed frontier is caught up with on the day of the first open-weight model that is shown to be worse by less than {} (one-sided test at {} each). Where none is, the gap is still open.</p>\n",
            Wording.marginPoints(report.margin()),
            Wording.percent(report.alpha())),
        Parts.table(
            "Months until open-weight models caught up",
            List.of(
                "task",
                "median in months",
                "frontiers",
                "caught up with",
                "still open",
                "closed models",
                "open-weight models",
                "items"),
            rows,
            2));
  }

  /// `4.1 [2.3, 6.0] (90 %)`; a bound that was not reached is said so.
  static String median(Estimate median) {
    return "%s [%s, %s] (%s)"
        .formatted(
            months(median.value()),
            months(median.interval().low()),
            months(median.interval().high()),
            Wording.confidence(median));
  }

  private static String months(double months) {
    return Double.isInfinite(months) ? "not reached" : Wording.number(months, 1);
  }

  private Html task(Line line) {
    return Parts.section(
        line.task(), Html.all(Html.figure(chart(line)), gaps(line), premises(line)));
  }

  private static StepCurve chart(Line line) {
    KaplanMeier curve = line.lag().curve();
    double confidence = line.lag().median().confidence();
    List<StepCurve.Step> steps = new ArrayList<>();
    List<Double> censored = new ArrayList<>();
    for (KaplanMeier.Step step : curve.steps()) {
      if (step.events() > 0) {
        var interval = curve.interval(step.time(), confidence);
        steps.add(
            new StepCurve.Step(
                step.time(), step.survival(), interval.low(), interval.high(), step.events()));
      }
      for (int i = 0; i < step.censored(); i++) {
        censored.add(step.time());
      }
    }
    return new StepCurve(
        "Frontiers not yet caught up with",
        "Share of %s closed frontiers that no open-weight model had caught up with after so many months, with a band of %s; a tick is a gap that is still open."
            .formatted(Wording.count(curve.n()), Wording.percent(confidence)),
        Axis.numbers("months since the frontier's release"),
        Axis.shares("not caught up with").between(0, 1),
        List.of(new StepCurve.Curve(line.task(), curve.n(), steps, censored)));
  }

  private static Html gaps(Line line) {
    List<List<Html>> rows = new ArrayList<>();
    for (Lag.Gap gap : line.lag().gaps()) {
      rows.add(
          List.of(
              Parts.text(gap.frontier()),
              Parts.text(gap.released().toString()),
              Parts.text(gap.caughtUpBy().orElse("nobody yet")),
              Parts.text(
                  (gap.caughtUpBy().isPresent() ? "" : "> ") + Wording.number(gap.months(), 1))));
    }
    return Parts.table(
        "Closed frontiers of " + line.task(),
        List.of("closed frontier", "released", "caught up by", "months"),
        rows,
        3);
  }

  private static Html premises(Line line) {
    return Html.of(
        "<p>Releases until {}. {}</p>\n",
        line.until(),
        line.clustered()
            ? "Items come in clusters: below ten effective clusters nothing is shown, and every gap stays open."
            : "Every item counts for itself.");
  }

  private Html provenance() {
    return Parts.section(
        "Where this comes from",
        Parts.facts(
            List.of(
                new Fact("results", report.source()),
                new Fact("drawn up", Wording.moment(report.at())),
                new Fact("program", report.program()))));
  }
}
