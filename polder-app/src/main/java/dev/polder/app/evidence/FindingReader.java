package dev.polder.app.evidence;

import dev.polder.evidence.Estimate;
import dev.polder.evidence.Interval;
import dev.polder.evidence.Verdict;
import dev.polder.evidence.finding.Doubt;
import dev.polder.evidence.finding.Finding;
import dev.polder.evidence.finding.Mark;
import dev.polder.evidence.finding.SuiteVersion;
import dev.polder.evidence.finding.Variant;
import dev.polder.evidence.verdict.Clustering;
import dev.polder.evidence.verdict.Comparison;
import dev.polder.evidence.verdict.Declaration;
import dev.polder.evidence.verdict.Discordance;
import dev.polder.evidence.verdict.Endpoint;
import dev.polder.evidence.verdict.FloorCheck;
import dev.polder.evidence.verdict.GoverningTest;
import dev.polder.evidence.verdict.Judgement;
import dev.polder.evidence.verdict.Plan;
import dev.polder.evidence.verdict.Scale;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Reads what [FindingJson] wrote, and refuses what does not fit the finding's own id.
final class FindingReader {
  private FindingReader() {}

  /// A finding.
  ///
  /// @throws IOException when a field is missing or wrong, or something was altered; the message
  ///   says which
  static Finding finding(Fields fields) throws IOException {
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    for (String label : fields.texts("marks")) {
      marks.add(fields.choice("marks", label, Mark.values(), Mark::label));
    }
    Optional<Fields> reference = fields.optionalPart("reference");
    Finding finding =
        fields.valid(
            new Parts(
                variant(fields.part("variant")),
                reference.isPresent() ? Optional.of(variant(reference.get())) : Optional.empty(),
                suite(fields.part("suite")),
                declaration(fields.part("declaration")),
                judgement(fields.part("judgement"))),
            parts ->
                new Finding(
                    fields.text("use_case"),
                    parts.variant(),
                    parts.reference(),
                    parts.suite(),
                    parts.declaration(),
                    parts.judgement(),
                    fields.instant("measured_at"),
                    fields.texts("runs"),
                    marks));
    if (!finding.id().equals(fields.text("id"))) {
      throw fields.fault("its content does not fit its id, so something in it was altered");
    }
    return finding;
  }

  private record Parts(
      Variant variant,
      Optional<Variant> reference,
      SuiteVersion suite,
      Declaration declaration,
      Judgement judgement) {}

  /// A doubt.
  ///
  /// @throws IOException when a field is missing or wrong; the message says which
  static Doubt doubt(Fields fields) throws IOException {
    return fields.valid(
        fields,
        all ->
            new Doubt(
                all.text("variant"),
                all.text("reason"),
                all.instant("at"),
                all.choice("kind", all.text("kind"), Doubt.Kind.values(), Doubt.Kind::label),
                all.optionalText("use_case")));
  }

  private static Variant variant(Fields fields) throws IOException {
    return fields.valid(
        fields,
        all ->
            new Variant(
                all.text("model"),
                all.text("version"),
                all.text("quantisation"),
                all.text("prompt"),
                all.text("parameters")));
  }

  private static SuiteVersion suite(Fields fields) throws IOException {
    return fields.valid(fields, all -> new SuiteVersion(all.text("name"), all.text("digest")));
  }

  private static Declaration declaration(Fields fields) throws IOException {
    Optional<Fields> guardrail = fields.optionalPart("guardrail");
    Optional<Fields> groups = fields.optionalPart("clustering");
    return fields.valid(
        fields,
        all ->
            new Declaration(
                endpoint(all.part("primary")),
                guardrail.isPresent() ? Optional.of(endpoint(guardrail.get())) : Optional.empty(),
                all.number("alpha"),
                plan(all),
                groups.isPresent()
                    ? Optional.of(
                        new Clustering(
                            groups.get().whole("clusters"), groups.get().whole("largest")))
                    : Optional.empty(),
                all.optionalNumber("floor")));
  }

  private static Plan plan(Fields fields) throws IOException {
    OptionalInt fixed = fields.optionalWhole("fixed_n");
    return fixed.isPresent()
        ? new Plan.Fixed(fixed.getAsInt())
        : new Plan.Sequential(fields.whole("expected_n"));
  }

  private static Endpoint endpoint(Fields fields) throws IOException {
    return fields.valid(
        fields,
        all ->
            new Endpoint(
                all.choice("scale", all.text("scale"), Scale.values(), Scale::label),
                all.number("margin")));
  }

  private static Judgement judgement(Fields fields) throws IOException {
    Optional<Fields> primary = fields.optionalPart("primary");
    Optional<Fields> guardrail = fields.optionalPart("guardrail");
    Optional<Fields> floor = fields.optionalPart("floor");
    return new Judgement(
        verdict(fields),
        primary.isPresent() ? Optional.of(comparison(primary.get())) : Optional.empty(),
        guardrail.isPresent() ? Optional.of(comparison(guardrail.get())) : Optional.empty(),
        floor.isPresent() ? Optional.of(floor(floor.get())) : Optional.empty());
  }

  private static Verdict verdict(Fields fields) throws IOException {
    return fields.choice("verdict", fields.text("verdict"), Verdict.values(), Verdict::label);
  }

  private static GoverningTest test(Fields fields) throws IOException {
    return fields.choice("test", fields.text("test"), GoverningTest.values(), Enum::name);
  }

  private static Comparison comparison(Fields fields) throws IOException {
    return new Comparison(
        verdict(fields),
        test(fields),
        fields.number("margin"),
        estimate(fields.part("difference")),
        fields.optionalNumber("p"),
        fields.whole("clusters"),
        fields.number("effective_clusters"),
        new Discordance(fields.count("worse"), fields.count("better")),
        fields.text("why"),
        fields.optionalCount("pairs_needed"));
  }

  private static FloorCheck floor(Fields fields) throws IOException {
    Optional<Fields> harm = fields.optionalPart("harm");
    return new FloorCheck(
        fields.number("least"),
        test(fields),
        estimate(fields.part("score")),
        harm.isPresent() ? Optional.of(estimate(harm.get())) : Optional.empty(),
        fields.truth("cleared"),
        fields.text("why"));
  }

  private static Estimate estimate(Fields fields) throws IOException {
    return fields.valid(
        fields,
        all ->
            new Estimate(
                all.number("value"),
                new Interval(all.number("low"), all.number("high")),
                all.number("confidence"),
                all.count("n")));
  }
}
