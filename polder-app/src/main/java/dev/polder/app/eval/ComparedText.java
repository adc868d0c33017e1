package dev.polder.app.eval;

import dev.polder.evidence.verdict.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A comparison for people at a terminal: the verdict first, then what it rests on.
///
/// @param compared what is told
public record ComparedText(Compared compared) {
  /// Lines, which may be wider than a terminal.
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    String candidate = compared.pairing().candidate().subject().deployment();
    String reference = compared.pairing().reference().subject().deployment();
    lines.add(
        "'%s' in place of '%s' on suite '%s': %s"
            .formatted(
                candidate,
                reference,
                compared.suite().version().name(),
                compared.judgement().verdict().label().toUpperCase(Locale.ROOT)));
    lines.add("  " + compared.judgement().why() + ".");
    compared
        .judgement()
        .primary()
        .ifPresent(side -> lines.addAll(side(compared.suite().primary(), side)));
    compared
        .judgement()
        .guardrail()
        .ifPresent(side ->
            lines.addAll(side(compared.suite().guardrail().orElse("harm") + " (harm)", side)));
    compared.remarks().forEach(remark -> lines.add("  " + remark));
    return lines;
  }

  private static List<String> side(String scorer, Comparison side) {
    String p = side.p().isPresent() ? ", p = " + number(side.p().getAsDouble()) : "";
    return List.of(
        "  %s: %s%s; %d pairs worse, %d better, of %d"
            .formatted(
                scorer,
                side.test().label(),
                p,
                side.discordance().worse(),
                side.discordance().better(),
                side.n()));
  }

  private static String number(double value) {
    return value < 0.0001 && value > 0
        ? "<0.0001"
        : String.format(Locale.ROOT, "%.4f", value).replaceAll("0+$", "").replaceAll("\\.$", "");
  }
}
