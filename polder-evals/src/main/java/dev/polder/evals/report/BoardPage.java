package dev.polder.evals.report;

import dev.polder.chart.Axis;
import dev.polder.chart.ForestPlot;
import dev.polder.evals.report.BoardReport.Line;
import dev.polder.evals.report.BoardReport.Shown;
import dev.polder.evidence.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The page about all use cases.
final class BoardPage {
  private final BoardReport report;

  BoardPage(BoardReport report) {
    this.report = report;
  }

  Html body() {
    return Html.all(
        Parts.head("Evidence board · " + Wording.day(report.at()), report.title()),
        summary(),
        forest("Primary scores", Line::primary, -1, "candidate worse", "candidate better"),
        forest("Guardrails", Line::guardrail, 1, "candidate does less harm", "more harm"),
        table(),
        Parts.section(
            "Where this comes from",
            Parts.facts(
                List.of(
                    new Fact("drawn up", Wording.moment(report.at())),
                    new Fact("program", report.program())))));
  }

  private Html summary() {
    Map<String, Boolean> carried = new LinkedHashMap<>();
    for (Line line : report.lines()) {
      boolean shown = line.verdict().equals(Optional.of(Verdict.NON_INFERIOR));
      carried.merge(line.useCase(), shown, Boolean::logicalOr);
    }
    long many = carried.values().stream().filter(Boolean::booleanValue).count();
    String sentence =
        "%s of %s use cases have a fallback that is shown to be good enough."
            .formatted(Wording.count(many), Wording.count(carried.size()));
    List<String> open =
        carried.entrySet().stream().filter(e -> !e.getValue()).map(Map.Entry::getKey).toList();
    Html missing =
        open.isEmpty()
            ? Html.NOTHING
            : Html.of("<p>Without one: {}.</p>\n", String.join(", ", open));
    Html joint = report.joint().isBlank() ? Html.NOTHING : Html.of("<p>{}</p>\n", report.joint());
    return Html.of(
        "<div class=\"verdict {}\">\n<p class=\"sentence\">{}</p>\n{}{}</div>\n",
        open.isEmpty() && many > 0 ? "passed" : "open",
        sentence,
        missing,
        joint);
  }

  private Html forest(
      String title, Function<Line, Optional<Shown>> side, int sign, String below, String above) {
    List<ForestPlot.Row> rows = new ArrayList<>();
    for (Line line : report.lines()) {
      side.apply(line)
          .ifPresent(shown ->
              rows.add(
                  Marks.row(
                      line.useCase(),
                      line.candidate() + ", n = " + Wording.count(shown.difference().n()),
                      shown.difference(),
                      sign * shown.margin(),
                      shown.verdict())));
    }
    if (rows.isEmpty()) {
      return Html.NOTHING;
    }
    return Parts.section(
        title,
        Html.figure(
            new ForestPlot(
                title + " beside what is accepted",
                "Candidate minus reference with its interval; the dashed line is the loss that the use case’s owner accepts.",
                Axis.points("difference in percentage points (candidate − reference)"),
                below,
                above,
                rows)));
  }

  private Html table() {
    List<List<Html>> rows = new ArrayList<>();
    for (Line line : report.lines()) {
      rows.add(
          List.of(
              Html.of(
                  "{}<br><small>{} for {}</small>",
                  line.useCase(),
                  line.candidate(),
                  line.reference()),
              line.verdict()
                  .map(Parts::badge)
                  .orElse(Html.of("<span class=\"badge open\">not measured</span>")),
              shown(line.primary()),
              shown(line.guardrail()),
              Parts.text(line.measuredAt().map(Wording::day).orElse("–")),
              Html.of("{}", String.join(" ", List.of(line.remark(), line.decidable())).strip())));
    }
    return Parts.section(
        "Every candidate",
        Parts.table(
            "Use cases and their candidates",
            List.of("use case", "verdict", "primary", "guardrail", "measured", "to know"),
            rows,
            9));
  }

  private static Html shown(Optional<Shown> side) {
    return side.map(shown ->
            Html.of(
                "{}<br><small>{}<br>n\u00a0=\u00a0{}<br>accepted {}</small>",
                Wording.points(shown.difference()),
                shown.scorer(),
                Wording.count(shown.difference().n()),
                Wording.marginPoints(shown.margin())))
        .orElse(Parts.text("–"));
  }
}
