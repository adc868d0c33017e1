package dev.polder.store;

import dev.polder.evidence.Verdict;
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Reads findings: first the rows of `finding`, then what belongs to them.
///
/// That order needs no transaction: rows never change, and what belongs to a finding was committed
/// together with it.
final class FindingRows {
  private static final String FINDINGS =
      "SELECT finding.*, %s, %s FROM finding"
              .formatted(Variants.columns("candidate"), Variants.columns("compared"))
          + " JOIN variant candidate ON candidate.digest = finding.variant"
          + " LEFT JOIN variant compared ON compared.digest = finding.reference";

  private final Handle handle;
  private final Optional<String> id;
  private final Map<String, Map<String, Comparison>> comparisons = new HashMap<>();
  private final Map<String, FloorCheck> floors = new HashMap<>();
  private final Map<String, List<String>> runs = new HashMap<>();
  private final Map<String, Set<Mark>> marks = new HashMap<>();

  private FindingRows(Handle handle, Optional<String> id) {
    this.handle = handle;
    this.id = id;
  }

  /// All findings in the order in which they were added.
  static List<Finding> all(Handle handle) {
    return new FindingRows(handle, Optional.empty()).findings();
  }

  /// The finding of this id, if there is one.
  static Optional<Finding> one(Handle handle, String id) {
    return new FindingRows(handle, Optional.of(id)).findings().stream().findFirst();
  }

  private List<Finding> findings() {
    List<Head> heads =
        query(FINDINGS, "finding.id", " ORDER BY finding.sequence")
            .map((row, _) -> head(row))
            .list();
    query("SELECT * FROM finding_comparison", "finding", "")
        .map((row, _) -> comparison(row))
        .list();
    query("SELECT * FROM finding_floor", "finding", "").map((row, _) -> floor(row)).list();
    query("SELECT * FROM finding_run", "finding", " ORDER BY finding, place")
        .map((row, _) -> run(row))
        .list();
    query("SELECT * FROM finding_mark", "finding", "").map((row, _) -> mark(row)).list();
    return heads.stream().map(this::finding).toList();
  }

  private Query query(String select, String key, String order) {
    return id.map(only ->
            handle.createQuery(select + " WHERE " + key + " = :id" + order).bind("id", only))
        .orElseGet(() -> handle.createQuery(select + order));
  }

  private Finding finding(Head head) {
    Map<String, Comparison> sides = comparisons.getOrDefault(head.id(), Map.of());
    return new Finding(
        head.useCase(),
        head.variant(),
        head.reference(),
        head.suite(),
        head.declaration(),
        new Judgement(
            head.verdict(),
            Optional.ofNullable(sides.get(SqlFindings.PRIMARY)),
            Optional.ofNullable(sides.get(SqlFindings.GUARDRAIL)),
            Optional.ofNullable(floors.get(head.id()))),
        head.measuredAt(),
        runs.getOrDefault(head.id(), List.of()),
        marks.getOrDefault(head.id(), Set.of()));
  }

  private static Head head(ResultSet result) throws SQLException {
    Row row = new Row(result);
    boolean compared = row.optionalText("reference").isPresent();
    return new Head(
        row.text("id"),
        row.text("use_case"),
        Variants.read(result, "candidate"),
        compared ? Optional.of(Variants.read(result, "compared")) : Optional.empty(),
        new SuiteVersion(row.text("suite"), row.text("suite_digest")),
        declaration(row),
        Verdict.valueOf(row.text("verdict")),
        row.instant("measured_at"));
  }

  private static Declaration declaration(Row row) throws SQLException {
    Optional<String> harm = row.optionalText("guardrail_scale");
    double harmMargin = row.number("guardrail_margin");
    OptionalInt fixed = row.optionalWhole("fixed_n");
    OptionalInt clusters = row.optionalWhole("clusters");
    int largest = row.whole("largest_cluster");
    return new Declaration(
        new Endpoint(scale(row.text("scale")), row.number("margin")),
        harm.map(label -> new Endpoint(scale(label), harmMargin)),
        row.number("alpha"),
        fixed.isPresent()
            ? new Plan.Fixed(fixed.getAsInt())
            : new Plan.Sequential(row.whole("expected_n")),
        clusters.isPresent()
            ? Optional.of(new Clustering(clusters.getAsInt(), largest))
            : Optional.empty(),
        row.optionalNumber("floor"));
  }

  private static Scale scale(String label) {
    return Arrays.stream(Scale.values())
        .filter(scale -> scale.label().equals(label))
        .findAny()
        .orElseThrow(() -> new IllegalStateException("the table allows no scale '" + label + "'"));
  }

  private Comparison comparison(ResultSet result) throws SQLException {
    Row row = new Row(result);
    Comparison read =
        new Comparison(
            Verdict.valueOf(row.text("verdict")),
            GoverningTest.valueOf(row.text("test")),
            row.number("margin"),
            row.estimate("difference", "low", "high"),
            row.optionalNumber("p"),
            row.whole("clusters"),
            row.number("effective_clusters"),
            new Discordance(row.count("worse"), row.count("better")),
            row.text("why"),
            row.optionalCount("pairs_needed"));
    comparisons
        .computeIfAbsent(row.text("finding"), any -> new HashMap<>())
        .put(row.text("endpoint"), read);
    return read;
  }

  private FloorCheck floor(ResultSet result) throws SQLException {
    Row row = new Row(result);
    FloorCheck read =
        new FloorCheck(
            row.number("floor"),
            GoverningTest.valueOf(row.text("test")),
            row.estimate("score", "low", "high"),
            row.optionalNumber("harm").isPresent()
                ? Optional.of(row.estimate("harm", "harm_low", "harm_high"))
                : Optional.empty(),
            row.whole("cleared") == 1,
            row.text("why"));
    floors.put(row.text("finding"), read);
    return read;
  }

  private String run(ResultSet result) throws SQLException {
    String run = result.getString("run");
    runs.computeIfAbsent(result.getString("finding"), any -> new ArrayList<>()).add(run);
    return run;
  }

  private String mark(ResultSet result) throws SQLException {
    String label = result.getString("mark");
    Set<Mark> known = marks.computeIfAbsent(result.getString("finding"), any -> new HashSet<>());
    for (Mark mark : Mark.values()) {
      if (mark.label().equals(label)) {
        known.add(mark);
      }
    }
    return label;
  }

  private record Head(
      String id,
      String useCase,
      Variant variant,
      Optional<Variant> reference,
      SuiteVersion suite,
      Declaration declaration,
      Verdict verdict,
      Instant measuredAt) {}
}
