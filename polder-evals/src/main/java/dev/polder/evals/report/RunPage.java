package dev.polder.evals.report;

import dev.polder.chart.Axis;
import dev.polder.chart.Bars;
import dev.polder.chart.DotPlot;
import dev.polder.chart.Histogram;
import dev.polder.evals.report.RunReport.Cost;
import dev.polder.evals.report.RunReport.Count;
import dev.polder.evals.report.RunReport.Group;
import dev.polder.evals.report.RunReport.Read;
import dev.polder.evals.report.RunReport.Scored;
import dev.polder.evidence.Estimate;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The page about one run.
final class RunPage {
  private final RunReport report;

  RunPage(RunReport report) {
    this.report = report;
  }

  Html body() {
    return Html.all(
        Parts.head("Run · " + report.provenance().suite(), report.title()),
        tiles(),
        scores(),
        errors(),
        groups("By tag", report.tags()),
        groups("By cluster", report.clusters()),
        spread(),
        worst(),
        provenance());
  }

  private Html tiles() {
    List<Html> tiles = new ArrayList<>();
    report.scores().stream()
        .limit(1)
        .forEach(first ->
            tiles.add(
                Parts.tile(
                    Wording.share(first.estimate().value()),
                    "%s, %s interval %s to %s, n = %s"
                        .formatted(
                            first.scorer(),
                            Wording.confidence(first.estimate()),
                            Wording.share(first.estimate().interval().low()),
                            Wording.share(first.estimate().interval().high()),
                            Wording.count(first.estimate().n())))));
    tiles.add(
        Parts.tile(
            Wording.count(report.answered()),
            "answered of %s samples".formatted(Wording.count(report.samples()))));
    tiles.add(
        Parts.tile(
            Wording.count(report.samples() - report.answered()),
            "without an answer; they count neither as right nor as wrong"));
    report.cost().ifPresent(cost -> tiles.add(Parts.tile(money(cost), about(cost))));
    return Html.of("<div class=\"tiles\">\n{}</div>\n", Html.all(tiles));
  }

  private static String money(Cost cost) {
    int decimals = cost.amount().abs().doubleValue() < 1 ? 4 : 2;
    return String.format(
            Locale.ROOT,
            "%,." + decimals + "f",
            cost.amount().setScale(decimals, RoundingMode.HALF_EVEN))
        + "\u00a0"
        + cost.currency();
  }

  private static String about(Cost cost) {
    return cost.note().isBlank() ? "cost of the run" : "cost of the run; " + cost.note();
  }

  private Html scores() {
    if (report.scores().isEmpty()) {
      return Html.NOTHING;
    }
    List<DotPlot.Row> rows = new ArrayList<>();
    for (Scored scored : report.scores()) {
      String role = scored.role().label();
      String n = "n = " + Wording.count(scored.estimate().n());
      rows.add(row(scored.scorer(), role.isEmpty() ? n : role + ", " + n, scored.estimate()));
    }
    DotPlot chart =
        new DotPlot(
            "Mean of each scorer",
            "With its %s interval. Of the primary score more is better, of the guardrail less."
                .formatted(Wording.confidence(report.scores().getFirst().estimate())),
            Axis.shares("mean score").between(0, 1),
            List.of("mean"),
            rows);
    return Parts.section("Scores", Html.figure(chart));
  }

  private Html errors() {
    if (report.errors().isEmpty()) {
      return Html.NOTHING;
    }
    List<Bars.Bar> bars = new ArrayList<>();
    for (Count error : report.errors()) {
      bars.add(new Bars.Bar(error.name(), "", List.of((double) error.count())));
    }
    Bars chart =
        new Bars(
            "Why there was no answer",
            "Errors are no wrong answers: they are counted apart.",
            Axis.counts("samples"),
            List.of("samples"),
            bars);
    return Parts.section("Errors", Html.figure(chart));
  }

  private Html groups(String heading, List<Group> groups) {
    if (groups.isEmpty()) {
      return Html.NOTHING;
    }
    String scorer = report.scores().isEmpty() ? "score" : report.scores().getFirst().scorer();
    List<DotPlot.Row> rows = new ArrayList<>();
    for (Group group : groups) {
      rows.add(row(group.name(), "n = " + Wording.count(group.estimate().n()), group.estimate()));
    }
    DotPlot chart =
        new DotPlot(
            scorer + " " + heading.toLowerCase(Locale.ROOT),
            "Means with their %s intervals."
                .formatted(Wording.confidence(groups.getFirst().estimate())),
            Axis.shares("mean of " + scorer),
            List.of("mean"),
            rows);
    return Parts.section(heading, Html.figure(chart));
  }

  private static DotPlot.Row row(String label, String detail, Estimate estimate) {
    return new DotPlot.Row(
        label,
        detail,
        List.of(
            new DotPlot.Dot(
                0, estimate.value(), estimate.interval().low(), estimate.interval().high())));
  }

  private Html spread() {
    List<Html> figures = new ArrayList<>();
    histogram(figures, "Latency", Axis.numbers("seconds until the whole answer"), report.seconds());
    histogram(figures, "Tokens of the input", Axis.counts("tokens"), report.inputTokens());
    histogram(figures, "Tokens of the answer", Axis.counts("tokens"), report.outputTokens());
    return figures.isEmpty()
        ? Html.NOTHING
        : Parts.section("Latency and tokens", Html.all(figures));
  }

  private static void histogram(List<Html> figures, String title, Axis axis, Values values) {
    if (values.n() > 0) {
      figures.add(Html.figure(Histogram.of(title, "", axis, values.toArray())));
    }
  }

  private Html worst() {
    if (report.worst().isEmpty()) {
      return Html.NOTHING;
    }
    List<Html> pieces = new ArrayList<>();
    report.worst().forEach(read -> pieces.add(read(read)));
    return Parts.section("The worst, to read", Html.all(pieces));
  }

  private static Html read(Read read) {
    List<Html> marks = new ArrayList<>();
    for (RunReport.Mark mark : read.marks()) {
      marks.add(
          Html.of(
              "<li>{}: {}{}</li>\n",
              mark.scorer(),
              Wording.number(mark.value(), 2),
              mark.explanation().isBlank() ? "" : ", " + mark.explanation()));
    }
    return Html.of(
        """
        <article class="pair">
        <h3>{}</h3>
        <div class="given">
        <div><h4>Input</h4>{}</div>
        <div><h4>Target</h4>{}</div>
        </div>
        <div class="answers"><div class="answer">
        <h4>Answer</h4>
        {}<ul class="because">
        {}</ul>
        </div></div>
        </article>
        """,
        read.id(),
        Parts.said(read.input()),
        Parts.said(read.target()),
        Parts.said(read.answer()),
        Html.all(marks));
  }

  private Html provenance() {
    return Parts.section(
        "Where this comes from",
        Html.all(
            Parts.facts(Parts.facts(report.provenance())),
            Html.of("<h3>{}</h3>\n", report.party().name()),
            Parts.facts(report.party().facts())));
  }
}
