package dev.polder.evals.report;

import dev.polder.chart.Axis;
import dev.polder.chart.Chart;
import dev.polder.chart.DotPlot;
import dev.polder.chart.ForestPlot;
import dev.polder.chart.Table;
import dev.polder.evals.report.ComparisonReport.Answer;
import dev.polder.evals.report.ComparisonReport.Endpoint;
import dev.polder.evals.report.ComparisonReport.Fourfold;
import dev.polder.evals.report.ComparisonReport.Group;
import dev.polder.evals.report.ComparisonReport.Pair;
import dev.polder.evidence.Estimate;
import java.util.ArrayList;
import java.util.List;

/// The page about a comparison: the verdict first, then what it rests on, then what to read.
final class ComparisonPage {
  private final ComparisonReport report;

  ComparisonPage(ComparisonReport report) {
    this.report = report;
  }

  Html body() {
    return Html.all(
        Parts.head("Comparison · " + report.provenance().suite(), report.title()),
        verdict(),
        difference(),
        test(),
        endpoints(),
        groups(),
        pairs(),
        provenance());
  }

  private Html verdict() {
    List<Html> remarks = new ArrayList<>();
    if (!report.decidable().isBlank()) {
      remarks.add(Html.of("<p><b>What would decide it:</b> {}</p>\n", report.decidable()));
    }
    report.remarks().forEach(remark -> remarks.add(Html.of("<p>{}</p>\n", remark)));
    return Html.of(
        """
        <div class="verdict {}">
        <p class="word"><span aria-hidden="true">{}</span> {}</p>
        <p class="sentence">{}</p>
        <p>{}</p>
        {}</div>
        """,
        Wording.shade(report.verdict()),
        Wording.sign(report.verdict()),
        Wording.plain(report.verdict()),
        new Sentence(report).verdict(),
        new Sentence(report).measured(),
        Html.all(remarks));
  }

  private Html difference() {
    List<Html> figures = new ArrayList<>();
    figures.add(Html.figure(forest(report.primary())));
    report.guardrail().ifPresent(guardrail -> figures.add(Html.figure(forest(guardrail))));
    return Parts.section("The difference, and the loss that is accepted", Html.all(figures));
  }

  private Chart forest(Endpoint endpoint) {
    return new ForestPlot(
        endpoint.scorer() + (endpoint.harm() ? " (guardrail)" : " (primary)"),
        "Candidate minus reference with its %s interval; the dashed line is the loss that is accepted."
            .formatted(Wording.confidence(endpoint.difference())),
        Axis.points("difference in percentage points (candidate − reference)"),
        endpoint.harm() ? "candidate does less harm" : "candidate worse",
        endpoint.harm() ? "more harm" : "candidate better",
        List.of(
            Marks.row(
                report.candidate().name(),
                "n = " + Wording.count(endpoint.difference().n()),
                endpoint.difference(),
                endpoint.bound(),
                endpoint.verdict())));
  }

  private Html test() {
    ComparisonReport.DeclaredTest test = report.test();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("declared test", test.name()));
    facts.add(new Fact("plan", test.plan()));
    facts.add(new Fact("one-sided error rate", Wording.percent(test.alpha())));
    facts.add(new Fact("pairs", Wording.count(test.n())));
    facts.add(
        new Fact(
            "clusters",
            test.clusters() == test.n()
                ? "none: every sample stands for itself"
                : "%s, worth %s of equal size"
                    .formatted(
                        Wording.count(test.clusters()),
                        Wording.number(test.effectiveClusters(), 1))));
    report.primary().p().ifPresent(p -> facts.add(new Fact("p, primary", Wording.p(p))));
    report
        .guardrail()
        .ifPresent(guardrail ->
            guardrail.p().ifPresent(p -> facts.add(new Fact("p, guardrail", Wording.p(p)))));
    return Parts.section("The test that was declared", Parts.facts(facts));
  }

  private Html endpoints() {
    List<List<Html>> rows = new ArrayList<>();
    rows.add(row(report.primary(), "primary"));
    report
        .guardrail()
        .ifPresent(guardrail -> rows.add(row(guardrail, "guardrail, less is better")));
    List<String> columns =
        List.of("", "verdict", "reference", "candidate", "difference", "accepted loss");
    Html table =
        Parts.table(
            "Means with their %s intervals"
                .formatted(Wording.confidence(report.primary().difference())),
            columns,
            rows,
            2);
    List<Html> pieces = new ArrayList<>(List.of(table));
    report.primary().fourfold().ifPresent(counts -> pieces.add(fourfold(report.primary(), counts)));
    report
        .guardrail()
        .ifPresent(guardrail ->
            guardrail.fourfold().ifPresent(counts -> pieces.add(fourfold(guardrail, counts))));
    return Parts.section("Both side by side", Html.all(pieces));
  }

  private static List<Html> row(Endpoint endpoint, String role) {
    return List.of(
        Html.of("{}<br><small>{}</small>", endpoint.scorer(), role),
        Parts.badge(endpoint.verdict()),
        Parts.text(Wording.share(endpoint.reference())),
        Parts.text(Wording.share(endpoint.candidate())),
        Parts.text(Wording.points(endpoint.difference())),
        Parts.text(Wording.marginPoints(endpoint.margin())));
  }

  private Html fourfold(Endpoint endpoint, Fourfold counts) {
    String yes = endpoint.harm() ? "harm" : "right";
    String no = endpoint.harm() ? "no harm" : "wrong";
    return Html.of(
        """
        <table class="fourfold">
        <caption>{}: pairs of answers</caption>
        <thead>
        <tr><td></td><th scope="col">{}<br><small>{}</small></th>\
        <th scope="col">{}<br><small>{}</small></th></tr>
        </thead>
        <tbody>
        <tr><th scope="row">{}<br><small>{}</small></th><td>{}</td><td class="differs">{}</td></tr>
        <tr><th scope="row">{}<br><small>{}</small></th><td class="differs">{}</td><td>{}</td></tr>
        </tbody>
        </table>
        """,
        endpoint.scorer(),
        report.candidate().name(),
        yes,
        report.candidate().name(),
        no,
        report.reference().name(),
        yes,
        Wording.count(counts.both()),
        Wording.count(counts.referenceOnly()),
        report.reference().name(),
        no,
        Wording.count(counts.candidateOnly()),
        Wording.count(counts.neither()));
  }

  private Html groups() {
    if (report.groups().isEmpty()) {
      return Html.NOTHING;
    }
    List<DotPlot.Row> rows = new ArrayList<>();
    for (Group group : report.groups()) {
      rows.add(
          new DotPlot.Row(
              group.name(),
              "n = " + Wording.count(group.reference().n()),
              List.of(dot(0, group.reference()), dot(1, group.candidate()))));
    }
    Chart chart =
        new DotPlot(
            report.primary().scorer() + " by group",
            "Means with their %s intervals. Groups inform; the verdict rests on all samples together."
                .formatted(Wording.confidence(report.groups().getFirst().reference())),
            Axis.shares("mean of " + report.primary().scorer()),
            List.of(
                report.reference().name() + " (reference)",
                report.candidate().name() + " (candidate)"),
            rows);
    return Parts.section("Where they differ", Html.figure(chart));
  }

  private static DotPlot.Dot dot(int series, Estimate estimate) {
    return new DotPlot.Dot(
        series, estimate.value(), estimate.interval().low(), estimate.interval().high());
  }

  private Html pairs() {
    if (report.pairs().isEmpty()) {
      return Parts.section(
          "Pairs that differ", Html.of("<p>There is no pair on which the two differ.</p>\n"));
    }
    List<Html> pieces = new ArrayList<>();
    pieces.add(
        report.pairsLeftOut() == 0
            ? Html.of("<p class=\"before\">{} in all.</p>\n", Wording.count(report.pairs().size()))
            : Html.of(
                "<p class=\"before\">{} of {}; the others are in the runs’ logs.</p>\n",
                Wording.count(report.pairs().size()),
                Wording.count(report.pairs().size() + report.pairsLeftOut())));
    pieces.add(Parts.download("pairs", table(), "Identifiers and scores (CSV)"));
    report.pairs().forEach(pair -> pieces.add(pair(pair)));
    return Parts.section("Pairs that differ", Html.all(pieces));
  }

  private Table table() {
    return new Table(
        List.of("id", "reference", "candidate", "reference because", "candidate because"),
        report.pairs().stream()
            .map(pair ->
                List.of(
                    pair.id(),
                    Table.number(pair.reference().score()),
                    Table.number(pair.candidate().score()),
                    pair.reference().explanation(),
                    pair.candidate().explanation()))
            .toList());
  }

  private Html pair(Pair pair) {
    return Html.of(
        """
        <article class="pair">
        <h3>{}</h3>
        <div class="given">
        <div><h4>Input</h4>{}</div>
        <div><h4>Target</h4>{}</div>
        </div>
        <div class="answers">
        {}{}</div>
        </article>
        """,
        pair.id(),
        Parts.said(pair.input()),
        Parts.said(pair.target()),
        answer("Reference", report.reference(), pair.reference(), pair.candidate()),
        answer("Candidate", report.candidate(), pair.candidate(), pair.reference()));
  }

  private static Html answer(String role, Party party, Answer answer, Answer other) {
    boolean better = answer.score() > other.score();
    return Html.of(
        """
        <div class="answer {}">
        <h4>{}: {} <span class="score">{} {}</span></h4>
        {}{}</div>
        """,
        better ? "better" : "worse",
        role,
        party.name(),
        better ? "▲" : "▽",
        Wording.number(answer.score(), 2),
        Parts.said(answer.text()),
        answer.explanation().isBlank()
            ? Html.NOTHING
            : Html.of("<p class=\"because\">{}</p>\n", answer.explanation()));
  }

  private Html provenance() {
    return Parts.section(
        "Where this comes from",
        Html.all(
            Parts.facts(Parts.facts(report.provenance())),
            Html.of("<h3>Reference: {}</h3>\n", report.reference().name()),
            Parts.facts(report.reference().facts()),
            Html.of("<h3>Candidate: {}</h3>\n", report.candidate().name()),
            Parts.facts(report.candidate().facts())));
  }
}
