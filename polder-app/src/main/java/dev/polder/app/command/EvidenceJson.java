package dev.polder.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.app.config.EvidenceSettings;
import dev.polder.app.evidence.Asked;
import dev.polder.app.evidence.Board;
import dev.polder.evidence.Estimate;
import dev.polder.evidence.finding.Finding;
import dev.polder.evidence.finding.Mark;
import dev.polder.evidence.finding.Ruling;
import dev.polder.evidence.finding.Standing;
import dev.polder.evidence.verdict.Comparison;
import dev.polder.evidence.verdict.FloorCheck;
import dev.polder.evidence.verdict.JointStatement;
import java.time.Duration;
import java.time.Instant;

/// The board of evidence for programs. Estimates are shares of 1; a difference is candidate minus
/// reference.
final class EvidenceJson {
  private EvidenceJson() {}

  static ObjectNode of(Board board, Instant now) {
    ObjectNode json = object();
    ArrayNode useCases = json.putArray("use_cases");
    String useCase = "";
    ArrayNode fallbacks = JsonNodeFactory.instance.arrayNode();
    for (Board.Line line : board.lines()) {
      if (!line.asked().useCase().name().equals(useCase)) {
        useCase = line.asked().useCase().name();
        fallbacks = demand(line, useCases.addObject()).putArray("fallbacks");
      }
      fallbacks.add(fallback(line, now));
    }
    board.together().ifPresent(together -> json.set("together", together(together)));
    ArrayNode unmeasured = json.putArray("not_measured");
    board.unmeasured().forEach(unmeasured::add);
    return json;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode demand(Board.Line line, ObjectNode json) {
    Asked asked = line.asked();
    EvidenceSettings demand = asked.demand();
    json.put("name", asked.useCase().name())
        .put("suite", demand.suite())
        .put("margin", demand.margin());
    demand.guardrail().ifPresent(rise -> json.put("guardrail", rise));
    demand.floor().ifPresent(least -> json.put("floor", least));
    json.put("confidence", demand.confidence())
        .put("require", demand.require().label())
        .put("max_age_days", demand.maxAge().toDays());
    asked.useCase().lastResort().ifPresent(name -> json.put("last_resort", name));
    return json.put("primary", asked.useCase().candidates().getFirst())
        .put("primary_restricted", line.referenceRestricted());
  }

  private static ObjectNode fallback(Board.Line line, Instant now) {
    ObjectNode json = object().put("candidate", line.asked().candidate());
    line.asked()
        .subject()
        .ifPresentOrElse(
            subject ->
                json.put("variant", subject.variant().digest())
                    .put("reference", subject.reference().digest())
                    .put("suite_digest", subject.suite().digest()),
            () -> json.put("unread", line.asked().detail()));
    line.ruling().ifPresent(ruling -> ruling(ruling, json));
    ArrayNode doubts = json.putArray("doubts");
    line.doubts()
        .forEach(doubt ->
            doubts.addObject().put("at", doubt.at().toString()).put("reason", doubt.reason()));
    line.finding().ifPresent(finding -> json.set("finding", finding(finding, now)));
    return json;
  }

  private static void ruling(Ruling ruling, ObjectNode json) {
    json.put("open", ruling.open())
        .put("label", ruling.label())
        .put("basis", ruling.basis().label())
        .put("standing", standing(ruling.standing()))
        .put("why", ruling.why());
    ArrayNode marks = json.putArray("marks");
    for (Mark mark : Mark.values()) {
      if (ruling.marks().contains(mark)) {
        marks.add(mark.label());
      }
    }
  }

  private static String standing(Standing standing) {
    return switch (standing) {
      case Standing.Unmeasured _ -> "unmeasured";
      case Standing.Stale _ -> "stale";
      case Standing.Fresh _ -> "fresh";
      case Standing.Aged _ -> "aged";
    };
  }

  private static ObjectNode finding(Finding finding, Instant now) {
    ObjectNode json =
        object()
            .put("id", finding.id())
            .put("verdict", finding.verdict().label())
            .put("measured_at", finding.measuredAt().toString())
            .put("age_days", Duration.between(finding.measuredAt(), now).toDays());
    finding.judgement().primary().ifPresent(side -> json.set("score", comparison(side)));
    finding.judgement().guardrail().ifPresent(side -> json.set("harm", comparison(side)));
    finding.judgement().floor().ifPresent(check -> json.set("floor", floor(check)));
    return json;
  }

  private static ObjectNode comparison(Comparison side) {
    ObjectNode json =
        object()
            .put("verdict", side.verdict().label())
            .put("margin", side.margin())
            .put("clusters", side.clusters())
            .put("effective_clusters", side.effectiveClusters())
            .put("worse", side.discordance().worse())
            .put("better", side.discordance().better())
            .put("why", side.why());
    json.set("difference", estimate(side.difference()));
    side.p().ifPresent(p -> json.put("p", p));
    side.pairsNeeded().ifPresent(pairs -> json.put("pairs_needed", pairs));
    return json;
  }

  private static ObjectNode floor(FloorCheck check) {
    ObjectNode json =
        object()
            .put("least", check.floor())
            .put("cleared", check.cleared())
            .put("why", check.why());
    json.set("score", estimate(check.score()));
    return json;
  }

  private static ObjectNode estimate(Estimate estimate) {
    return object()
        .put("value", estimate.value())
        .put("low", estimate.interval().low())
        .put("high", estimate.interval().high())
        .put("confidence", estimate.confidence())
        .put("n", estimate.n());
  }

  private static ObjectNode together(JointStatement together) {
    ObjectNode json =
        object()
            .put("alpha", together.alpha())
            .put("all_carried", together.holds())
            .put("statement", together.toString());
    ArrayNode parts = json.putArray("use_cases");
    for (JointStatement.Part part : together.parts()) {
      parts
          .addObject()
          .put("name", part.useCase())
          .put("alone", part.alone().label())
          .put("p", part.p())
          .put("carried", part.carried());
    }
    return json;
  }
}
