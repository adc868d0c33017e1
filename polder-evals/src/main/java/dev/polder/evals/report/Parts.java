package dev.polder.evals.report;

import dev.polder.chart.Table;
import dev.polder.evidence.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Pieces that several pages are made of.
final class Parts {
  /// Longer texts are folded.
  private static final int FOLDED_FROM = 700;

  /// More of a text than this is not in the page; the run's log has it.
  private static final int LONGEST = 12_000;

  private Parts() {}

  /// The head of a page.
  static Html head(String kind, String title) {
    return Html.of(
        """
        <header>
        <p class="kind">{}</p>
        <h1>{}</h1>
        </header>
        """,
        kind,
        title);
  }

  /// A verdict as a sign and words.
  static Html badge(Verdict verdict) {
    return Html.of(
        "<span class=\"badge {}\"><span aria-hidden=\"true\">{}</span> {}</span>",
        Wording.shade(verdict),
        Wording.sign(verdict),
        verdict.label());
  }

  static Html facts(List<Fact> facts) {
    List<Html> pieces = new ArrayList<>();
    for (Fact fact : facts) {
      if (!fact.value().isBlank()) {
        pieces.add(Html.of("<div><dt>{}</dt><dd>{}</dd></div>\n", fact.name(), fact.value()));
      }
    }
    return Html.of("<dl class=\"facts\">\n{}</dl>\n", Html.all(pieces));
  }

  static List<Fact> facts(Provenance provenance) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("suite", provenance.suite()));
    facts.add(new Fact("suite digest", provenance.suiteDigest()));
    facts.add(new Fact("measured", Wording.moment(provenance.measuredAt())));
    facts.addAll(provenance.more());
    facts.add(new Fact("program", provenance.program()));
    return facts;
  }

  /// A figure in large print with what it is.
  static Html tile(String value, String what) {
    return Html.of(
        "<div class=\"tile\"><div class=\"value\">{}</div><div class=\"what\">{}</div></div>\n",
        value,
        what);
  }

  /// Rows of text under headings; columns from `numbersFrom` on hold numbers.
  static Html table(String caption, List<String> columns, List<List<Html>> rows, int numbersFrom) {
    List<Html> heads = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      heads.add(
          Html.of(
              "<th scope=\"col\" class=\"{}\">{}</th>",
              i >= numbersFrom ? "number" : "text",
              columns.get(i)));
    }
    List<Html> lines = new ArrayList<>();
    for (List<Html> row : rows) {
      List<Html> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        cells.add(
            i == 0
                ? Html.of("<th scope=\"row\">{}</th>", row.get(i))
                : Html.of(
                    "<td class=\"{}\">{}</td>", i >= numbersFrom ? "number" : "text", row.get(i)));
      }
      lines.add(Html.of("<tr>{}</tr>\n", Html.all(cells)));
    }
    return Html.of(
        """
        <div class="scroll" tabindex="0" role="group" aria-label="{}">
        <table class="figures">
        <caption>{}</caption>
        <thead><tr>{}</tr></thead>
        <tbody>
        {}</tbody>
        </table>
        </div>
        """,
        caption,
        caption,
        Html.all(heads),
        Html.all(lines));
  }

  static Html text(String text) {
    return Html.of("{}", text);
  }

  /// What somebody wrote, as it is: long texts folded, very long ones cut.
  static Html said(String text) {
    if (text.isBlank()) {
      return Html.of("<div class=\"said none\">(empty)</div>");
    }
    String kept = text;
    Html rest = Html.NOTHING;
    if (text.length() > LONGEST) {
      int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
      kept = text.substring(0, end);
      rest =
          Html.of(
              "<div class=\"more\">{} more characters are in the run’s log.</div>",
              Wording.count(text.length() - end));
    }
    if (kept.length() <= FOLDED_FROM) {
      return Html.of("<div class=\"said\" dir=\"auto\">{}</div>", kept);
    }
    return Html.of(
        """
        <details class="long"><summary><span class="said begin" dir="auto">{}…</span> \
        <span class="more">all {} characters</span></summary>
        <div class="said" dir="auto">{}</div>{}</details>
        """,
        beginning(kept),
        Wording.count(text.length()),
        kept,
        rest);
  }

  private static String beginning(String text) {
    int end = 280;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
  }

  /// A link that holds what is downloaded under it.
  static Html download(String name, Table table, String what) {
    byte[] csv = table.csv().getBytes(StandardCharsets.UTF_8);
    return Html.of(
        "<p class=\"chart-data\"><a download=\"{}.csv\" href=\"data:text/csv;charset=utf-8;base64,{}\">{}</a></p>\n",
        name,
        Base64.getEncoder().encodeToString(csv),
        what);
  }

  static Html section(String heading, Html content) {
    return Html.of("<section>\n<h2>{}</h2>\n{}</section>\n", heading, content);
  }
}
