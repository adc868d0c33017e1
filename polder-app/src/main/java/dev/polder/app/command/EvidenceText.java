package dev.polder.app.command;

import dev.polder.app.config.EvidenceSettings;
import dev.polder.app.evidence.Asked;
import dev.polder.app.evidence.Board;
import dev.polder.evidence.Estimate;
import dev.polder.evidence.finding.Finding;
import dev.polder.evidence.finding.Mark;
import dev.polder.evidence.finding.Requirement;
import dev.polder.evidence.finding.Ruling;
import dev.polder.evidence.verdict.Comparison;
import dev.polder.evidence.verdict.FloorCheck;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The board of evidence as people read it, in lines of at most 80 columns.
public final class EvidenceText {
  private static final int NAME = 24;
  private static final String INDENT = "    ";

  private EvidenceText() {}

  /// The board as `polder evidence` prints it.
  ///
  /// @param now tells how old findings are
  public static List<String> lines(Board board, Instant now) {
    List<String> lines = new ArrayList<>();
    if (board.lines().isEmpty()) {
      return Text.wrapped(
          "No evidence is asked of any fallback. 'evidence' of a use case asks for it.", "");
    }
    String useCase = "";
    for (Board.Line line : board.lines()) {
      if (!line.asked().useCase().name().equals(useCase)) {
        useCase = line.asked().useCase().name();
        lines.addAll(Text.wrapped(title(line), "  "));
        lines.add(row("FALLBACK", "VERDICT", "POINTS", "N", "AGE"));
      }
      fallback(line, now, lines);
    }
    board.together().ifPresent(all -> lines.addAll(Text.wrapped(capital(all.toString()), "  ")));
    if (!board.unmeasured().isEmpty()) {
      lines.addAll(
          Text.wrapped("Not measured: " + String.join(", ", board.unmeasured()) + ".", "  "));
    }
    return lines;
  }

  private static String title(Board.Line line) {
    Asked asked = line.asked();
    EvidenceSettings demand = asked.demand();
    List<String> parts = new ArrayList<>();
    parts.add("suite '%s'".formatted(demand.suite()));
    parts.add("margin %s points".formatted(points(demand.margin())));
    demand.guardrail().ifPresent(rise -> parts.add("guardrail %s points".formatted(points(rise))));
    demand.floor().ifPresent(least -> parts.add("floor %s points".formatted(points(least))));
    parts.add("%s %% sure".formatted(points(demand.confidence())));
    parts.add(demand.require().label());
    asked.useCase().lastResort().ifPresent(name -> parts.add("last resort '%s'".formatted(name)));
    return "%s: %s. Primary: %s%s."
        .formatted(
            asked.useCase().name(),
            String.join(", ", parts),
            asked.useCase().candidates().getFirst(),
            line.referenceRestricted() ? ", restricted now" : "");
  }

  private static void fallback(Board.Line line, Instant now, List<String> lines) {
    String name = line.asked().candidate();
    if (name.length() > NAME) {
      lines.add("  " + name);
      name = "";
    }
    lines.add(
        row(
            name,
            line.ruling().map(ruling -> ruling.basis().label()).orElse("unread"),
            line.finding().flatMap(EvidenceText::estimate).map(EvidenceText::points).orElse("-"),
            line.finding()
                .flatMap(EvidenceText::estimate)
                .map(estimate -> Long.toString(estimate.n()))
                .orElse("-"),
            line.finding().map(finding -> age(finding, now)).orElse("-")));
    explanation(line).forEach(text -> lines.addAll(Text.wrapped(INDENT + text, INDENT)));
  }

  private static String row(String name, String verdict, String points, String n, String age) {
    return "  %-24s  %-12s  %-22s  %7s  %5s"
        .formatted(name, verdict, points, n, age)
        .stripTrailing();
  }

  /// What is not said by the row: marks, and why it is left out or not proven.
  private static List<String> explanation(Board.Line line) {
    if (line.ruling().isEmpty()) {
      return List.of("cannot be told: " + line.asked().detail());
    }
    Ruling ruling = line.ruling().get();
    List<String> texts = new ArrayList<>();
    for (Mark mark : Mark.values()) {
      if (ruling.marks().contains(mark) && mark != Mark.REFERENCE_RESTRICTED) {
        texts.add(mark.label() + ": " + mark.meaning());
      }
    }
    // The reasons for doubt, each once however many variants it is about, the newest first.
    line.doubts().reversed().stream()
        .map(doubt -> "since %s: %s".formatted(date(doubt.at()), doubt.reason()))
        .distinct()
        .forEach(texts::add);
    if (!ruling.open()) {
      texts.add("left out: " + ruling.why());
    } else if (ruling.basis() != Ruling.Basis.NON_INFERIOR) {
      boolean warned = line.asked().demand().require() == Requirement.Rigour.WARN;
      texts.add((warned ? "used and marked: " : "used: ") + ruling.why());
    }
    return texts;
  }

  /// The difference to the reference; the own score where there was none.
  private static Optional<Estimate> estimate(Finding finding) {
    return finding
        .judgement()
        .primary()
        .map(Comparison::difference)
        .or(() -> finding.judgement().floor().map(FloorCheck::score));
  }

  private static String points(Estimate estimate) {
    return String.format(
        Locale.ROOT,
        "%+.1f [%+.1f, %+.1f]",
        100 * estimate.value(),
        100 * estimate.interval().low(),
        100 * estimate.interval().high());
  }

  /// A share without needless zeros: `5`, `2.5`.
  private static String points(double share) {
    double points = Math.round(share * 1e6) / 1e4;
    return points == Math.rint(points)
        ? String.format(Locale.ROOT, "%.0f", points)
        : Double.toString(points);
  }

  private static LocalDate date(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }

  private static String age(Finding finding, Instant now) {
    Duration age = Duration.between(finding.measuredAt(), now);
    return age.toDays() > 0 ? age.toDays() + " d" : Math.max(0, age.toHours()) + " h";
  }

  private static String capital(String sentence) {
    return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1) + ".";
  }
}
