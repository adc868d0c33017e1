package dev.polder.evals.report;

import dev.polder.evals.report.BoardReport.Line;
import dev.polder.evals.report.BoardReport.Shown;
import dev.polder.evals.report.ComparisonReport.Answer;
import dev.polder.evals.report.ComparisonReport.DeclaredTest;
import dev.polder.evals.report.ComparisonReport.Endpoint;
import dev.polder.evals.report.ComparisonReport.Fourfold;
import dev.polder.evals.report.ComparisonReport.Pair;
import dev.polder.evidence.Estimate;
import dev.polder.evidence.Interval;
import dev.polder.evidence.Verdict;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/// Reports as a city might have them; figures are made up, but fit together.
final class Examples {
  private static final Instant MEASURED = Instant.parse("2026-11-23T14:05:00Z");
  private static final String DIGEST =
      "sha256:5b1f0c6f7f0e8a1d7c8e5b3a9f2d4c6e8a0b1c3d5e7f90123456789abcdef012";

  private Examples() {}

  static Estimate estimate(double value, double low, double high, double confidence, long n) {
    return new Estimate(value, new Interval(low, high), confidence, n);
  }

  private static Provenance provenance() {
    return new Provenance(
        "letters",
        DIGEST,
        MEASURED,
        "polder 0.4.0",
        List.of(
            new Fact("solver", "as the gateway sends it"),
            new Fact("epochs", "1"),
            new Fact("seed", "20261123")));
  }

  private static Party candidate() {
    return new Party(
        "Mistral Small",
        List.of(
            new Fact("model", "mistral-small-2506"),
            new Fact("quantisation", "Q4_K_M"),
            new Fact("weights", "sha256:90b1e4c7d2a85f63"),
            new Fact("prompt", "sha256:4c7a1f0e"),
            new Fact("parameters", "sha256:e3b0c442"),
            new Fact("deployments", "city-dc/gpu-1, city-dc/gpu-2")));
  }

  private static Party reference() {
    return new Party(
        "Frontier Large",
        List.of(
            new Fact("model", "frontier-large-2026-05-01"),
            new Fact("prompt", "sha256:77aa01c9"),
            new Fact("parameters", "sha256:e3b0c442"),
            new Fact("deployments", "acme-eu/frontier-large")));
  }

  static RunReport run() {
    return new RunReport(
        provenance(),
        candidate(),
        600,
        589,
        List.of(
            new RunReport.Count("timed out", 7),
            new RunReport.Count("busy (429) after 5 tries", 3),
            new RunReport.Count("malformed answer", 1)),
        List.of(
            new RunReport.Scored(
                "right department",
                RunReport.Role.PRIMARY,
                estimate(0.8217, 0.7885, 0.8506, 0.95, 589)),
            new RunReport.Scored(
                "confident wrong answer",
                RunReport.Role.GUARDRAIL,
                estimate(0.0407, 0.0276, 0.0598, 0.95, 589)),
            new RunReport.Scored(
                "semantic similarity",
                RunReport.Role.OTHER,
                estimate(0.7712, 0.7641, 0.7783, 0.95, 589))),
        List.of(
            new RunReport.Group("housing", estimate(0.874, 0.817, 0.915, 0.95, 175)),
            new RunReport.Group("taxes and charges", estimate(0.838, 0.772, 0.888, 0.95, 160)),
            new RunReport.Group("permits", estimate(0.784, 0.709, 0.844, 0.95, 139)),
            new RunReport.Group(
                "complaints about public space", estimate(0.765, 0.680, 0.833, 0.95, 115))),
        List.of(),
        seconds(),
        tokens(31, 120, 900),
        tokens(32, 15, 260),
        Optional.of(
            new RunReport.Cost(
                new BigDecimal("3.4172"), "EUR", "at 0.28 per million tokens on own hardware")),
        List.of(
            new RunReport.Read(
                "letters-0417",
                "To the municipality,\n\nSince Tuesday water has been standing in the underpass at the "
                    + "station. My daughter cycles to school there. Who takes care of it, and until when?",
                "public space",
                "This letter concerns **taxes and charges** (sewerage charge).",
                List.of(
                    new RunReport.Mark("right department", 0, "expected 'public space'"),
                    new RunReport.Mark("confident wrong answer", 1, "wrong, and not hedged"))),
            new RunReport.Read(
                "letters-0102",
                "Please find enclosed my objection. ".repeat(60),
                "permits",
                "",
                List.of(new RunReport.Mark("right department", 0, "empty answer")))));
  }

  private static Values seconds() {
    SplittableRandom random = new SplittableRandom(20261123);
    return Values.of(
        random.doubles(589).map(u -> Math.exp(0.9 + 0.45 * normal(random, u))).toArray());
  }

  private static Values tokens(long seed, int least, int spread) {
    SplittableRandom random = new SplittableRandom(seed);
    return Values.of(
        random
            .doubles(589)
            .map(u -> Math.floor(least + spread * u * random.nextDouble()))
            .toArray());
  }

  /// Roughly normal: what sums of uniform numbers are.
  private static double normal(SplittableRandom random, double first) {
    return first + random.doubles(11).sum() - 6;
  }

  static ComparisonReport comparison() {
    return comparison(Verdict.NON_INFERIOR);
  }

  /// The same letters with another outcome.
  static ComparisonReport comparison(Verdict verdict) {
    return switch (verdict) {
      case NON_INFERIOR ->
          comparison(
              verdict,
              estimate(-0.0085, -0.0291, 0.0122, 0.90, 589),
              new Fourfold(452, 39, 34, 64),
              "");
      case INFERIOR ->
          comparison(
              verdict,
              estimate(-0.1290, -0.1563, -0.1020, 0.90, 589),
              new Fourfold(394, 97, 21, 77),
              "");
      case NOT_DECIDABLE ->
          comparison(
              verdict,
              estimate(-0.0340, -0.0632, -0.0044, 0.90, 589),
              new Fourfold(430, 61, 41, 57),
              "about 2,400 pairs, if the rest are like these.");
    };
  }

  private static ComparisonReport comparison(
      Verdict verdict, Estimate difference, Fourfold table, String decidable) {
    return new ComparisonReport(
        provenance(),
        "letters",
        reference(),
        candidate(),
        verdict,
        "",
        new Endpoint(
            "right department",
            false,
            estimate(0.8336, 0.8070, 0.8573, 0.90, 589),
            estimate(
                0.8336 + difference.value(),
                0.8070 + difference.value(),
                0.8573 + difference.value(),
                0.90,
                589),
            difference,
            0.05,
            verdict,
            OptionalDouble.of(verdict == Verdict.NON_INFERIOR ? 0.00052 : 0.31),
            Optional.of(table)),
        Optional.of(
            new Endpoint(
                "confident wrong answer",
                true,
                estimate(0.0340, 0.0237, 0.0485, 0.90, 589),
                estimate(0.0407, 0.0292, 0.0565, 0.90, 589),
                estimate(0.0068, -0.0068, 0.0211, 0.90, 589),
                0.03,
                Verdict.NON_INFERIOR,
                OptionalDouble.of(0.0031),
                Optional.of(new Fourfold(11, 9, 13, 556)))),
        new DeclaredTest(
            "Tango score test", "589 pairs, declared before the first run", 0.05, 589, 589, 589),
        decidable,
        List.of(),
        List.of(
            new ComparisonReport.Group(
                "housing",
                estimate(0.880, 0.832, 0.916, 0.90, 175),
                estimate(0.874, 0.826, 0.911, 0.90, 175)),
            new ComparisonReport.Group(
                "taxes and charges",
                estimate(0.844, 0.790, 0.886, 0.90, 160),
                estimate(0.838, 0.783, 0.880, 0.90, 160)),
            new ComparisonReport.Group(
                "permits",
                estimate(0.806, 0.744, 0.855, 0.90, 139),
                estimate(0.784, 0.721, 0.836, 0.90, 139))),
        pairs(),
        57);
  }

  private static List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    pairs.add(
        new Pair(
            "letters-0417",
            "To the municipality,\n\nSince Tuesday water has been standing in the underpass at the "
                + "station. My daughter cycles to school there. Who takes care of it, and until when?",
            "public space",
            new Answer("public space", 1, ""),
            new Answer(
                "This letter concerns **taxes and charges** (sewerage charge).",
                0,
                "expected 'public space'")));
    pairs.add(
        new Pair(
            "letters-0233",
            "Mijn buurman bouwt een schuur zonder dat er een bord hangt. Mag dat?",
            "permits",
            new Answer("complaints about public space", 0, "expected 'permits'"),
            new Answer("permits", 1, "")));
    pairs.add(
        new Pair(
            "letters-0518",
            "Dear Sir or Madam, I am writing about the decision of 3 October. ".repeat(30),
            "housing",
            new Answer(
                "housing\n\nBecause the decision is about a rent allowance. ".repeat(20), 1, ""),
            new Answer("", 0, "empty answer")));
    return pairs;
  }

  /// Texts as somebody would write them who wants to do harm with them.
  static ComparisonReport hostile() {
    String script = "<script>document.title='taken'</script><img src=x onerror=\"alert(1)\">";
    String link =
        "</style><link rel=stylesheet href=//evil.example/x.css><a href=javascript:alert(1)>x";
    String bidi =
        "pay \u202e000,1\u202c euro, \u2066isolated\u2069, zero\u200bwidth, tag\udb40\udc41";
    String control = "bell\u0007 escape\u001b[31m null\u0000 half\ud800 end\u2028line";
    String wide = "Donaudampfschifffahrtselektrizit\u00e4ten".repeat(300);
    String zalgo = "Z" + "\u0300\u0301\u0302\u0303\u0304\u0305\u0306".repeat(30) + "!";
    Pair pair =
        new Pair(
            script,
            script + link,
            bidi,
            new Answer(control + zalgo, 1, script),
            new Answer(wide, 0, link));
    ComparisonReport model = comparison();
    return new ComparisonReport(
        new Provenance(script, link, MEASURED, control, List.of(new Fact(script, link))),
        script,
        new Party(link, List.of(new Fact(bidi, wide))),
        new Party(wide.substring(0, 300), List.of()),
        Verdict.NOT_DECIDABLE,
        "",
        new Endpoint(
            script,
            false,
            model.primary().reference(),
            model.primary().candidate(),
            model.primary().difference(),
            0.05,
            Verdict.NOT_DECIDABLE,
            OptionalDouble.empty(),
            model.primary().fourfold()),
        Optional.empty(),
        new DeclaredTest(script, link, 0.05, 589, 12, 3.9),
        bidi,
        List.of(script),
        List.of(
            new ComparisonReport.Group(
                script, model.primary().reference(), model.primary().candidate())),
        List.of(pair),
        0);
  }

  static BoardReport board() {
    return new BoardReport(
        MEASURED,
        "polder 0.4.0",
        List.of(
            line(
                "letters",
                "Mistral Small",
                Verdict.NON_INFERIOR,
                estimate(-0.0085, -0.0291, 0.0122, 0.90, 589),
                0.05,
                ""),
            line(
                "triage",
                "Mistral Small",
                Verdict.NON_INFERIOR,
                estimate(-0.012, -0.039, 0.014, 0.90, 480),
                0.05,
                ""),
            line(
                "summaries for the council",
                "Qwen3 32B",
                Verdict.NOT_DECIDABLE,
                estimate(-0.031, -0.082, 0.019, 0.90, 140),
                0.05,
                "About 1,100 pairs would decide it, if the rest are like these."),
            line(
                "summaries for the council",
                "Mistral Small",
                Verdict.INFERIOR,
                estimate(-0.121, -0.175, -0.068, 0.90, 140),
                0.05,
                ""),
            line(
                "extraction of amounts",
                "Llama 8B",
                Verdict.INFERIOR,
                estimate(-0.118, -0.140, -0.096, 0.90, 900),
                0.03,
                ""),
            new Line(
                "translation",
                "Mistral Small",
                "Frontier Large",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                "Run its suite with `polder eval run translation`.")),
        "Together, letters and triage are carried (Holm, error rate 5 % over both).");
  }

  private static Line line(
      String useCase,
      String candidate,
      Verdict verdict,
      Estimate difference,
      double margin,
      String decidable) {
    return new Line(
        useCase,
        candidate,
        "Frontier Large",
        Optional.of(verdict),
        Optional.of(new Shown("right answer", difference, margin, verdict)),
        Optional.of(
            new Shown(
                "confident wrong answer",
                estimate(0.0068, -0.0068, 0.0211, 0.90, difference.n()),
                0.03,
                Verdict.NON_INFERIOR)),
        Optional.of(MEASURED.minusSeconds(86_400L * difference.n() / 60)),
        difference.n() == 480 ? "Aged: a new run is due." : "",
        decidable);
  }
}
