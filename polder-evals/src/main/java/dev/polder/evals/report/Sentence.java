package dev.polder.evals.report;

import dev.polder.evals.report.ComparisonReport.Endpoint;
import dev.polder.evidence.Verdict;
import java.util.Optional;

/// What a comparison says, in sentences for people who read nothing else.
final class Sentence {
  private final ComparisonReport report;

  Sentence(ComparisonReport report) {
    this.report = report;
  }

  /// The verdict.
  String verdict() {
    String who = report.candidate().name();
    String whom = report.reference().name();
    String where = report.useCase().isBlank() ? "" : " for " + report.useCase();
    return switch (report.verdict()) {
      case NON_INFERIOR ->
          "%s is good enough in place of %s%s: it is shown to lose less than the %s that are accepted%s."
              .formatted(
                  who,
                  whom,
                  where,
                  Wording.marginPoints(report.primary().margin()),
                  report.guardrail().isPresent()
                      ? ", and to do no more harm than is accepted"
                      : "");
      case INFERIOR ->
          "%s is not good enough in place of %s%s: %s.".formatted(who, whom, where, failure());
      case NOT_DECIDABLE ->
          "Whether %s is good enough in place of %s%s is not decided: %s."
              .formatted(who, whom, where, doubt());
    };
  }

  private String failure() {
    boolean primary = report.primary().verdict() == Verdict.INFERIOR;
    boolean harm = report.guardrail().map(Endpoint::verdict).equals(Optional.of(Verdict.INFERIOR));
    String loss =
        "it is shown to lose more than the %s that are accepted"
            .formatted(Wording.marginPoints(report.primary().margin()));
    String damage = "it is shown to do more harm than is accepted";
    if (primary && harm) {
      return loss + ", and to do more harm than is accepted";
    }
    return primary ? loss : damage;
  }

  private String doubt() {
    if (!report.why().isBlank()) {
      return report.why();
    }
    boolean primary = report.primary().verdict() == Verdict.NON_INFERIOR;
    if (primary && report.guardrail().isPresent()) {
      return "its score is good enough, but whether it does more harm than is accepted stays open";
    }
    return "a loss of more than the %s that are accepted is neither shown nor ruled out"
        .formatted(Wording.marginPoints(report.primary().margin()));
  }

  /// The figures behind it.
  String measured() {
    Endpoint primary = report.primary();
    String clusters =
        report.test().clusters() == report.test().n()
            ? ""
            : " in %s clusters".formatted(Wording.count(report.test().clusters()));
    String harm =
        report
            .guardrail()
            .map(guardrail ->
                " Guardrail %s: %s, accepted is a rise of %s."
                    .formatted(
                        guardrail.scorer(),
                        Wording.points(guardrail.difference()),
                        Wording.marginPoints(guardrail.margin())))
            .orElse("");
    return "Measured difference in %s: %s (%s interval), on %s pairs%s.%s"
        .formatted(
            primary.scorer(),
            Wording.points(primary.difference()),
            Wording.confidence(primary.difference()),
            Wording.count(primary.difference().n()),
            clusters,
            harm);
  }
}
