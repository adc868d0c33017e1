package dev.polder.app.command;

import dev.polder.app.evidence.Board;
import dev.polder.evals.report.BoardReport;
import dev.polder.evidence.finding.Finding;
import dev.polder.evidence.finding.Mark;
import dev.polder.evidence.finding.Ruling;
import dev.polder.evidence.verdict.Comparison;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The board of evidence as a report for everybody.
final class EvidenceHtml {
  private EvidenceHtml() {}

  static BoardReport of(Board board, Instant now, String program) {
    return new BoardReport(
        now,
        program,
        board.lines().stream().map(EvidenceHtml::line).toList(),
        board.together().map(all -> sentence(all.toString())).orElse(""));
  }

  /// What has changed since it was measured is no result about what is in use: only its date and
  /// the reason are told.
  private static BoardReport.Line line(Board.Line line) {
    String suite = line.asked().demand().suite();
    Optional<Finding> counted = line.counted();
    Optional<Comparison> primary = counted.flatMap(finding -> finding.judgement().primary());
    return new BoardReport.Line(
        line.asked().useCase().name(),
        line.asked().candidate(),
        line.asked().useCase().candidates().getFirst(),
        counted.map(Finding::verdict),
        primary.map(side -> shown("score on " + suite, side)),
        counted
            .flatMap(finding -> finding.judgement().guardrail())
            .map(side -> shown("harm on " + suite, side)),
        line.finding().map(Finding::measuredAt),
        remark(line),
        primary
            .filter(side -> side.pairsNeeded().isPresent())
            .map(side ->
                "About %,d pairs in all would decide it, if the rest are like these."
                    .formatted(side.pairsNeeded().getAsLong()))
            .orElse(""));
  }

  private static BoardReport.Shown shown(String scorer, Comparison side) {
    return new BoardReport.Shown(scorer, side.difference(), side.margin(), side.verdict());
  }

  private static String remark(Board.Line line) {
    if (line.ruling().isEmpty()) {
      return "cannot be told: " + line.asked().unread();
    }
    Ruling ruling = line.ruling().get();
    List<String> remarks = new ArrayList<>();
    if (!ruling.open()) {
      remarks.add("not used: " + ruling.why());
    } else if (ruling.basis() != Ruling.Basis.NON_INFERIOR) {
      remarks.add("used: " + ruling.why());
    }
    for (Mark mark : Mark.values()) {
      if (ruling.marks().contains(mark)) {
        remarks.add(mark.meaning());
      }
    }
    return String.join("; ", remarks);
  }

  private static String sentence(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
  }
}
