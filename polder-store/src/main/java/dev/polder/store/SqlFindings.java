package dev.polder.store;

import dev.polder.evidence.finding.Doubt;
import dev.polder.evidence.finding.Finding;
import dev.polder.evidence.finding.Findings;
import dev.polder.evidence.finding.Mark;
import dev.polder.evidence.finding.Variant;
import dev.polder.evidence.verdict.Clustering;
import dev.polder.evidence.verdict.Comparison;
import dev.polder.evidence.verdict.Declaration;
import dev.polder.evidence.verdict.Endpoint;
import dev.polder.evidence.verdict.FloorCheck;
import dev.polder.evidence.verdict.Plan;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;

/// Findings and doubts in tables.
final class SqlFindings implements Findings {
  static final String PRIMARY = "primary";
  static final String GUARDRAIL = "guardrail";

  private final Database database;

  SqlFindings(Database database) {
    this.database = database;
  }

  @Override
  public void add(Finding finding) throws StoreException {
    database.write(
        "keep a finding about '%s'".formatted(finding.useCase()),
        handle -> {
          boolean _ = keep(handle, finding);
        });
  }

  /// Whether it was not there yet.
  private static boolean keep(Handle handle, Finding finding) {
    String id = finding.id();
    if (isKept(handle, id)) {
      return false;
    }
    Variants.keep(handle, finding.variant());
    finding.reference().ifPresent(reference -> Variants.keep(handle, reference));
    keepHead(handle, id, finding);
    keepParts(handle, id, finding);
    return true;
  }

  @Override
  public int addAll(List<Finding> findings, List<Doubt> doubts) throws StoreException {
    AtomicInteger added = new AtomicInteger();
    database.write(
        "keep %d findings".formatted(findings.size()),
        handle -> {
          int kept = 0;
          for (Finding finding : findings) {
            kept += keep(handle, finding) ? 1 : 0;
          }
          for (Doubt doubt : doubts) {
            kept += isKept(handle, doubt) ? 0 : keep(handle, doubt);
          }
          added.set(kept);
        });
    return added.get();
  }

  private static boolean isKept(Handle handle, String id) {
    return handle
        .createQuery("SELECT 1 FROM finding WHERE id = :id")
        .bind("id", id)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  private static void keepHead(Handle handle, String id, Finding finding) {
    handle
        .createUpdate(
            """
            INSERT INTO finding (id, sequence, use_case, variant, reference, suite, suite_digest,
              measured_at, scale, margin, guardrail_scale, guardrail_margin, alpha, fixed_n, expected_n,
              clusters, largest_cluster, floor, verdict)
            VALUES (:id, (SELECT COALESCE(MAX(sequence), 0) + 1 FROM finding), :use_case, :variant,
              :reference, :suite, :suite_digest, :measured_at, :scale, :margin, :guardrail_scale,
              :guardrail_margin, :alpha, :fixed_n, :expected_n, :clusters, :largest_cluster, :floor,
              :verdict)
            """)
        .bind("id", id)
        .bind("use_case", finding.useCase())
        .bind("variant", finding.variant().digest())
        .bind("reference", finding.reference().map(Variant::digest))
        .bind("suite", finding.suite().name())
        .bind("suite_digest", finding.suite().digest())
        .bind("measured_at", finding.measuredAt().toEpochMilli())
        .bind("verdict", finding.verdict().name())
        .bindMap(declaration(finding.declaration()))
        .execute();
  }

  /// Jdbi writes an empty `Optional` as NULL.
  private static Map<String, Object> declaration(Declaration declaration) {
    return Map.of(
        "scale", declaration.primary().scale().label(),
        "margin", declaration.primary().margin(),
        "guardrail_scale", declaration.guardrail().map(harm -> harm.scale().label()),
        "guardrail_margin", declaration.guardrail().map(Endpoint::margin),
        "alpha", declaration.alpha(),
        "fixed_n", fixed(declaration.plan()),
        "expected_n", expected(declaration.plan()),
        "clusters", declaration.clustering().map(Clustering::clusters),
        "largest_cluster", declaration.clustering().map(Clustering::largest),
        "floor", declaration.floor());
  }

  private static OptionalInt fixed(Plan plan) {
    return switch (plan) {
      case Plan.Fixed fixed -> OptionalInt.of(fixed.n());
      case Plan.Sequential _ -> OptionalInt.empty();
    };
  }

  private static OptionalInt expected(Plan plan) {
    return switch (plan) {
      case Plan.Fixed _ -> OptionalInt.empty();
      case Plan.Sequential open -> OptionalInt.of(open.expected());
    };
  }

  private static void keepParts(Handle handle, String id, Finding finding) {
    finding.judgement().primary().ifPresent(side -> keep(handle, id, PRIMARY, side));
    finding.judgement().guardrail().ifPresent(side -> keep(handle, id, GUARDRAIL, side));
    finding.judgement().floor().ifPresent(check -> keep(handle, id, check));
    for (int place = 0; place < finding.runs().size(); place++) {
      handle.execute(
          "INSERT INTO finding_run (finding, place, run) VALUES (?, ?, ?)",
          id,
          place,
          finding.runs().get(place));
    }
    for (Mark mark : finding.marks()) {
      handle.execute("INSERT INTO finding_mark (finding, mark) VALUES (?, ?)", id, mark.label());
    }
  }

  private static void keep(Handle handle, String id, String endpoint, Comparison side) {
    handle
        .createUpdate(
            """
            INSERT INTO finding_comparison (finding, endpoint, verdict, test, margin, difference, low,
              high, confidence, n, p, clusters, effective_clusters, worse, better, why, pairs_needed)
            VALUES (:finding, :endpoint, :verdict, :test, :margin, :difference, :low, :high,
              :confidence, :n, :p, :clusters, :effective_clusters, :worse, :better, :why,
              :pairs_needed)
            """)
        .bind("finding", id)
        .bind("endpoint", endpoint)
        .bind("verdict", side.verdict().name())
        .bind("test", side.test().name())
        .bind("margin", side.margin())
        .bind("difference", side.difference().value())
        .bind("low", side.difference().interval().low())
        .bind("high", side.difference().interval().high())
        .bind("confidence", side.difference().confidence())
        .bind("n", side.n())
        .bind("p", side.p())
        .bind("clusters", side.clusters())
        .bind("effective_clusters", side.effectiveClusters())
        .bind("worse", side.discordance().worse())
        .bind("better", side.discordance().better())
        .bind("why", side.why())
        .bind("pairs_needed", side.pairsNeeded())
        .execute();
  }

  private static void keep(Handle handle, String id, FloorCheck check) {
    handle
        .createUpdate(
            """
            INSERT INTO finding_floor (finding, floor, test, score, low, high, harm, harm_low,
              harm_high, confidence, n, cleared, why)
            VALUES (:finding, :floor, :test, :score, :low, :high, :harm, :harm_low, :harm_high,
              :confidence, :n, :cleared, :why)
            """)
        .bind("finding", id)
        .bind("floor", check.floor())
        .bind("test", check.test().name())
        .bind("score", check.score().value())
        .bind("low", check.score().interval().low())
        .bind("high", check.score().interval().high())
        .bind("harm", check.harm().map(harm -> harm.value()))
        .bind("harm_low", check.harm().map(harm -> harm.interval().low()))
        .bind("harm_high", check.harm().map(harm -> harm.interval().high()))
        .bind("confidence", check.score().confidence())
        .bind("n", check.score().n())
        .bind("cleared", check.cleared() ? 1 : 0)
        .bind("why", check.why())
        .execute();
  }

  @Override
  public void add(Doubt doubt) throws StoreException {
    database.write(
        "keep a doubt",
        handle -> {
          int _ = keep(handle, doubt);
        });
  }

  private static int keep(Handle handle, Doubt doubt) {
    return handle.execute(
        """
        INSERT INTO doubt (sequence, variant, reason, noted_at, kind, use_case)
        VALUES ((SELECT COALESCE(MAX(sequence), 0) + 1 FROM doubt), ?, ?, ?, ?, ?)
        """,
        doubt.variant(),
        doubt.reason(),
        doubt.at().toEpochMilli(),
        doubt.kind().label(),
        doubt.useCase());
  }

  private static boolean isKept(Handle handle, Doubt doubt) {
    return handle
        .createQuery(
            """
            SELECT 1 FROM doubt WHERE variant = :variant AND reason = :reason
              AND noted_at = :noted_at AND kind = :kind AND COALESCE(use_case, '') = :use_case
            LIMIT 1
            """)
        .bind("variant", doubt.variant())
        .bind("reason", doubt.reason())
        .bind("noted_at", doubt.at().toEpochMilli())
        .bind("kind", doubt.kind().label())
        .bind("use_case", doubt.useCase().orElse(""))
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  @Override
  public Optional<Finding> newest(String useCase, String variantDigest) throws StoreException {
    return database.read(
        "read findings",
        handle ->
            handle
                .createQuery(
                    """
                    SELECT id FROM finding WHERE use_case = :use_case AND variant = :variant
                    ORDER BY measured_at DESC, sequence DESC LIMIT 1
                    """)
                .bind("use_case", useCase)
                .bind("variant", variantDigest)
                .mapTo(String.class)
                .findOne()
                .flatMap(id -> FindingRows.one(handle, id)));
  }

  @Override
  public List<Finding> all() throws StoreException {
    return database.read("read findings", FindingRows::all);
  }

  @Override
  public List<Doubt> doubts() throws StoreException {
    return database.read(
        "read doubts",
        handle ->
            handle
                .createQuery(
                    """
                    SELECT variant, reason, noted_at, kind, use_case FROM doubt ORDER BY sequence
                    """)
                .map((result, _) -> {
                  Row row = new Row(result);
                  return new Doubt(
                      row.text("variant"),
                      row.text("reason"),
                      row.instant("noted_at"),
                      kind(row.text("kind")),
                      row.optionalText("use_case"));
                })
                .list());
  }

  private static Doubt.Kind kind(String label) {
    return Arrays.stream(Doubt.Kind.values())
        .filter(kind -> kind.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("unknown kind of doubt '" + label + "'"));
  }

  @Override
  public long version() throws StoreException {
    return database.read(
        "read the number of findings",
        handle ->
            handle
                .createQuery(
                    """
                    SELECT (SELECT COALESCE(MAX(sequence), 0) FROM finding)
                      + (SELECT COALESCE(MAX(sequence), 0) FROM doubt)
                    """)
                .mapTo(Long.class)
                .one());
  }
}
