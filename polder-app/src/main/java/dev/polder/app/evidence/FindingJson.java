package dev.polder.app.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.evidence.Estimate;
import dev.polder.evidence.finding.Doubt;
import dev.polder.evidence.finding.Finding;
import dev.polder.evidence.finding.Mark;
import dev.polder.evidence.finding.Variant;
import dev.polder.evidence.verdict.Comparison;
import dev.polder.evidence.verdict.Declaration;
import dev.polder.evidence.verdict.Endpoint;
import dev.polder.evidence.verdict.FloorCheck;
import dev.polder.evidence.verdict.Judgement;
import dev.polder.evidence.verdict.Plan;
import java.util.TreeSet;

/// Findings and doubts as JSON, with all that they hold. What is empty is left out. Shares are of
/// 1; a number that JSON has no way to write is a text, such as `"-Infinity"`.
final class FindingJson {
  private FindingJson() {}

  static ObjectNode of(Finding finding) {
    ObjectNode json = object().put("id", finding.id()).put("use_case", finding.useCase());
    json.set("variant", variant(finding.variant()));
    finding.reference().ifPresent(reference -> json.set("reference", variant(reference)));
    json.putObject("suite")
        .put("name", finding.suite().name())
        .put("digest", finding.suite().digest());
    json.set("declaration", declaration(finding.declaration()));
    json.set("judgement", judgement(finding.judgement()));
    json.put("measured_at", finding.measuredAt().toString());
    ArrayNode runs = json.putArray("runs");
    finding.runs().forEach(runs::add);
    ArrayNode marks = json.putArray("marks");
    new TreeSet<>(finding.marks()).stream().map(Mark::label).forEach(marks::add);
    return json;
  }

  static ObjectNode of(Doubt doubt) {
    ObjectNode json =
        object()
            .put("kind", doubt.kind().label())
            .put("variant", doubt.variant())
            .put("reason", doubt.reason())
            .put("at", doubt.at().toString());
    doubt.useCase().ifPresent(name -> json.put("use_case", name));
    return json;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode variant(Variant variant) {
    return object()
        .put("model", variant.model())
        .put("version", variant.version())
        .put("quantisation", variant.quantisation())
        .put("prompt", variant.prompt())
        .put("parameters", variant.parameters());
  }

  private static ObjectNode declaration(Declaration declaration) {
    ObjectNode json = object();
    json.set("primary", endpoint(declaration.primary()));
    declaration.guardrail().ifPresent(harm -> json.set("guardrail", endpoint(harm)));
    json.put("alpha", declaration.alpha());
    switch (declaration.plan()) {
      case Plan.Fixed fixed -> json.put("fixed_n", fixed.n());
      case Plan.Sequential open -> json.put("expected_n", open.expected());
    }
    declaration
        .clustering()
        .ifPresent(groups ->
            json.putObject("clustering")
                .put("clusters", groups.clusters())
                .put("largest", groups.largest()));
    declaration.floor().ifPresent(least -> json.put("floor", least));
    return json;
  }

  private static ObjectNode endpoint(Endpoint endpoint) {
    return object().put("scale", endpoint.scale().label()).put("margin", endpoint.margin());
  }

  private static ObjectNode judgement(Judgement judgement) {
    ObjectNode json = object().put("verdict", judgement.verdict().label());
    judgement.primary().ifPresent(side -> json.set("primary", comparison(side)));
    judgement.guardrail().ifPresent(side -> json.set("guardrail", comparison(side)));
    judgement.floor().ifPresent(check -> json.set("floor", floor(check)));
    return json;
  }

  private static ObjectNode comparison(Comparison side) {
    ObjectNode json =
        object()
            .put("verdict", side.verdict().label())
            .put("test", side.test().name())
            .put("margin", side.margin());
    json.set("difference", estimate(side.difference()));
    side.p().ifPresent(p -> put(json, "p", p));
    json.put("clusters", side.clusters());
    put(json, "effective_clusters", side.effectiveClusters());
    json.put("worse", side.discordance().worse())
        .put("better", side.discordance().better())
        .put("why", side.why());
    side.pairsNeeded().ifPresent(pairs -> json.put("pairs_needed", pairs));
    return json;
  }

  private static ObjectNode floor(FloorCheck check) {
    ObjectNode json = object().put("least", check.floor()).put("test", check.test().name());
    json.set("score", estimate(check.score()));
    check.harm().ifPresent(harm -> json.set("harm", estimate(harm)));
    return json.put("cleared", check.cleared()).put("why", check.why());
  }

  private static ObjectNode estimate(Estimate estimate) {
    ObjectNode json = object();
    put(json, "value", estimate.value());
    put(json, "low", estimate.interval().low());
    put(json, "high", estimate.interval().high());
    return json.put("confidence", estimate.confidence()).put("n", estimate.n());
  }

  private static void put(ObjectNode json, String name, double number) {
    if (Double.isFinite(number)) {
      json.put(name, number);
    } else {
      json.put(name, Double.toString(number));
    }
  }
}
