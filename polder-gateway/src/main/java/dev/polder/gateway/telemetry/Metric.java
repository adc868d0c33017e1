package dev.polder.gateway.telemetry;

import io.opentelemetry.api.metrics.DoubleCounterBuilder;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.Meter;
import java.util.Arrays;
import java.util.List;

/// All metrics: the names, units and buckets, what they mean, and what they are told apart by.
///
/// Buckets are those that the conventions advise.
public enum Metric {
  CALL_DURATION(
      "gen_ai.server.request.duration",
      Kind.HISTOGRAM,
      "s",
      "calls of clients, from the whole request to the whole answer",
      Buckets.WHOLE,
      Attribute.OPERATION,
      Attribute.REQUEST_MODEL,
      Attribute.OUTCOME,
      Attribute.ERROR_TYPE),
  FIRST_TOKEN(
      "gen_ai.server.time_to_first_token",
      Kind.HISTOGRAM,
      "s",
      "streams that were served, until the first content, all waits and attempts before it"
          + " included",
      Buckets.FIRST,
      Attribute.OPERATION,
      Attribute.REQUEST_MODEL,
      Attribute.OUTCOME),
  OUTPUT_TOKEN(
      "gen_ai.server.time_per_output_token",
      Kind.HISTOGRAM,
      "s",
      "streams that were served and whose usage is known: each token after the first",
      Buckets.EACH,
      Attribute.OPERATION,
      Attribute.REQUEST_MODEL,
      Attribute.OUTCOME),
  ATTEMPT_DURATION(
      "gen_ai.client.operation.duration",
      Kind.HISTOGRAM,
      "s",
      "attempts at deployments",
      Buckets.WHOLE,
      Attribute.OPERATION,
      Attribute.PROVIDER,
      Attribute.REQUEST_MODEL,
      Attribute.DEPLOYMENT,
      Attribute.USE_CASE,
      Attribute.ERROR_TYPE),
  TOKENS(
      "gen_ai.client.token.usage",
      Kind.HISTOGRAM,
      "{token}",
      "tokens of an attempt, where the provider counted them",
      Buckets.TOKENS,
      Attribute.OPERATION,
      Attribute.PROVIDER,
      Attribute.REQUEST_MODEL,
      Attribute.DEPLOYMENT,
      Attribute.USE_CASE,
      Attribute.TOKEN_TYPE),
  COST(
      "polder.cost",
      Kind.COUNTER,
      "1",
      "what attempts have cost, where a deployment has a `price`, in the currency of the prices",
      Attribute.DEPLOYMENT,
      Attribute.USE_CASE),
  FAILOVERS(
      "polder.failovers",
      Kind.COUNTER,
      "{failover}",
      "attempts at another deployment after one had failed; what is said is of the one that failed",
      Attribute.USE_CASE,
      Attribute.DEPLOYMENT,
      Attribute.RESULT),
  OUTSTANDING(
      "polder.deployment.outstanding",
      Kind.GAUGE,
      "{attempt}",
      "attempts under way",
      Attribute.DEPLOYMENT),
  SHARE(
      "polder.deployment.share",
      Kind.GAUGE,
      "1",
      "the part of its calls that a deployment may have now by its health; 0 while it rests",
      Attribute.DEPLOYMENT),
  CONDITION(
      "polder.deployment.condition",
      Kind.GAUGE,
      "1",
      "1 for the condition that a deployment is in",
      Attribute.DEPLOYMENT,
      Attribute.CONDITION),
  RESTRICTED(
      "polder.deployment.restricted",
      Kind.GAUGE,
      "1",
      "1 where a restriction forbids a deployment",
      Attribute.DEPLOYMENT),
  RESTRICTIONS(
      "polder.restrictions",
      Kind.GAUGE,
      "{restriction}",
      "restrictions in force",
      Attribute.EFFECT,
      Attribute.ORIGIN),
  USABLE(
      "polder.candidate.usable",
      Kind.GAUGE,
      "{deployment}",
      "deployments of a candidate that may be asked now; a use case is dark where all have 0",
      Attribute.USE_CASE,
      Attribute.CANDIDATE),
  RULING(
      "polder.gate.open",
      Kind.GAUGE,
      "1",
      "1 where evidence lets a fallback stand in, 0 where it does not",
      Attribute.USE_CASE,
      Attribute.CANDIDATE,
      Attribute.BASIS),
  PROBES(
      "polder.access.probes",
      Kind.COUNTER,
      "{probe}",
      "Polder's own questions to deployments whose access is in doubt",
      Attribute.DEPLOYMENT),
  RECEIPTS_LOST(
      "polder.receipts.lost",
      Kind.COUNTER,
      "{receipt}",
      "receipts that found no place in the outcome file"),
  EXPORTS_FAILED(
      "polder.telemetry.exports.failed",
      Kind.COUNTER,
      "{export}",
      "batches that the collector did not take",
      Attribute.SIGNAL),
  MEMORY("jvm.memory.used", Kind.GAUGE, "By", "memory of the JVM in use", Attribute.MEMORY),
  THREADS("jvm.thread.count", Kind.GAUGE, "{thread}", "threads of the JVM"),
  COLLECTIONS(
      "jvm.gc.time",
      Kind.COUNTER,
      "s",
      "time that garbage collection has taken",
      Attribute.COLLECTOR),
  CPU("jvm.cpu.time", Kind.COUNTER, "s", "time of processors that the process has taken"),
  UPTIME("process.uptime", Kind.GAUGE, "s", "time since the process began");

  /// How the values of a metric are kept.
  public enum Kind {
    HISTOGRAM,
    COUNTER,
    GAUGE
  }

  /// The conventions' advice.
  private static final class Buckets {
    static final double[] WHOLE = {
      0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92
    };
    static final double[] FIRST = {
      0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0
    };
    static final double[] EACH = {
      0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0, 2.5
    };
    static final double[] TOKENS = {
      1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864
    };
  }

  private final String label;
  private final Kind kind;
  private final String unit;
  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // It is a copy that nobody can change.
  private final List<Double> buckets;

  @SuppressWarnings("ImmutableEnumChecker") // Likewise.
  private final List<Attribute> attributes;

  Metric(
      String label,
      Kind kind,
      String unit,
      String meaning,
      double[] buckets,
      Attribute... attributes) {
    this.label = label;
    this.kind = kind;
    this.unit = unit;
    this.meaning = meaning;
    this.buckets = Arrays.stream(buckets).boxed().toList();
    this.attributes = List.of(attributes);
  }

  Metric(String label, Kind kind, String unit, String meaning, Attribute... attributes) {
    this(label, kind, unit, meaning, new double[0], attributes);
  }

  /// The name that goes out.
  public String label() {
    return label;
  }

  /// How its values are kept.
  public Kind kind() {
    return kind;
  }

  /// As UCUM writes it.
  public String unit() {
    return unit;
  }

  /// For people, in a few words; Markdown.
  public String meaning() {
    return meaning;
  }

  /// What its values are told apart by.
  public List<Attribute> attributes() {
    return attributes;
  }

  /// A histogram of this name.
  DoubleHistogram histogram(Meter meter) {
    return meter
        .histogramBuilder(label)
        .setUnit(unit)
        .setDescription(meaning)
        .setExplicitBucketBoundariesAdvice(buckets)
        .build();
  }

  /// A counter of whole things of this name.
  public LongCounterBuilder counter(Meter meter) {
    return meter.counterBuilder(label).setUnit(unit).setDescription(meaning);
  }

  /// A counter of amounts of this name.
  public DoubleCounterBuilder sum(Meter meter) {
    return counter(meter).ofDoubles();
  }

  /// A gauge of this name.
  public DoubleGaugeBuilder gauge(Meter meter) {
    return meter.gaugeBuilder(label).setUnit(unit).setDescription(meaning);
  }
}
