package dev.polder.app.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.evidence.finding.Mark;
import dev.polder.evidence.finding.Ruling;
import dev.polder.gateway.impact.Impact;
import dev.polder.gateway.impact.Standing;
import dev.polder.gateway.restriction.Restriction;
import dev.polder.gateway.restriction.RestrictionJson;
import dev.polder.gateway.route.Exclusion;
import dev.polder.gateway.route.Rung;
import dev.polder.model.Deployment;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/// What the admin API tells, as JSON. Rates have one decimal: they are counts over five minutes,
/// not measurements.
final class AdminJson {
  private AdminJson() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ObjectNode restriction(Restriction restriction, Collection<Deployment> deployments) {
    ObjectNode json = RestrictionJson.write(restriction);
    ArrayNode meets = json.putArray("meets");
    deployments.stream()
        .filter(restriction.selector()::matches)
        .forEach(deployment -> meets.add(deployment.name()));
    return json;
  }

  static ObjectNode impact(Impact impact) {
    ObjectNode json = object();
    ArrayNode moves = json.putArray("moves");
    for (Impact.Move move : impact.moves()) {
      ObjectNode one = moves.addObject();
      one.put("use_case", move.then().useCase().name());
      one.put("direct", move.then().direct());
      one.put("operation", label(move.then().operation()));
      one.put("kind", label(move.kind()));
      one.put("calls_per_minute", rounded(move.callsPerMinute()));
      one.set("from", names(move.from()));
      one.set("to", names(move.to()));
      one.set("exclusions", exclusions(move.then().exclusions()));
    }
    return json;
  }

  /// @param pulse writes how a deployment is faring
  static ObjectNode standing(Standing standing, BiConsumer<Deployment, ObjectNode> pulse) {
    ObjectNode json = object();
    json.put("name", standing.useCase().name());
    json.put("description", standing.useCase().description());
    json.put("direct", standing.direct());
    json.put("operation", label(standing.operation()));
    json.put("calls_per_minute", rounded(standing.callsPerMinute()));
    json.put("data_class", standing.useCase().dataClass().name());
    json.put("dark", standing.dark());
    json.set("serving", names(standing.servers()));
    ArrayNode ladder = json.putArray("ladder");
    for (Rung rung : standing.rungs()) {
      ObjectNode candidate = ladder.addObject();
      candidate.put("candidate", rung.candidate().name());
      candidate.put("primary", rung.candidate().primary());
      candidate.set("usable", names(rung.usable().stream().map(Deployment::name).toList()));
      candidate.set("exclusions", exclusions(rung.exclusions()));
      rung.evidence().ifPresent(ruling -> candidate.set("evidence", evidence(ruling)));
      if (rung.lastResort()) {
        candidate.put("last_resort", true);
      }
      ArrayNode deployments = candidate.putArray("deployments");
      for (Deployment deployment : rung.candidate().pool()) {
        pulse.accept(deployment, deployments.addObject().put("name", deployment.name()));
      }
    }
    return json;
  }

  private static ObjectNode evidence(Ruling ruling) {
    ObjectNode json =
        object()
            .put("label", ruling.label())
            .put("open", ruling.open())
            .put("basis", ruling.basis().label())
            .put("why", ruling.why());
    ArrayNode marks = json.putArray("marks");
    Arrays.stream(Mark.values())
        .filter(ruling.marks()::contains)
        .forEach(mark -> marks.add(mark.label()));
    return json;
  }

  private static ArrayNode exclusions(List<Exclusion> exclusions) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (Exclusion exclusion : exclusions) {
      json.addObject()
          .put("deployment", exclusion.deployment().name())
          .put("cause", label(exclusion.cause()))
          .put("reason", exclusion.reason());
    }
    return json;
  }

  static ObjectNode deployment(Deployment deployment, double attemptsPerMinute) {
    ObjectNode json = object();
    json.put("name", deployment.name());
    json.put("provider", deployment.provider().name());
    json.put("model", deployment.model());
    json.put("tier", deployment.traits().tier());
    json.put("location", deployment.jurisdiction().location());
    json.put("control", deployment.jurisdiction().control());
    json.put("maker", deployment.jurisdiction().maker());
    json.put("addressed", deployment.provider().address().get().isPresent());
    json.put("attempts_per_minute", rounded(attemptsPerMinute));
    return json;
  }

  private static ArrayNode names(List<String> names) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    names.forEach(json::add);
    return json;
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static double rounded(double rate) {
    return Math.round(rate * 10) / 10.0;
  }
}
