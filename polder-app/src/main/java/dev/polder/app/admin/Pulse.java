package dev.polder.app.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.gateway.health.Condition;
import dev.polder.gateway.health.Health;
import dev.polder.gateway.health.Standing;
import dev.polder.gateway.restriction.Restriction;
import dev.polder.model.Deployment;
import java.time.Duration;
import java.util.Collection;

/// How a deployment is faring at this moment, in one word that programs may rely on.
///
/// @param condition `well`, `full`, `resting`, `ejected`, `on-trial`, `returning` or `held`
/// @param share of its calls that it may have now, above 0 to 1
/// @param rests how long it is left alone from now; zero where it is not
/// @param underWay how many attempts it has under way
record Pulse(String condition, double share, Duration rests, int underWay) {
  static Pulse of(Deployment deployment, Health health) {
    Condition condition = health.condition(deployment);
    int underWay = health.underWay(deployment);
    return switch (health.standing(deployment)) {
      case Standing.Ready ready ->
          new Pulse(ready(condition, ready.share()), ready.share(), Duration.ZERO, underWay);
      case Standing.Full full -> new Pulse(full(condition), 1, Duration.ZERO, underWay);
      case Standing.Held held -> new Pulse("held", 1, Duration.ZERO, underWay);
      case Standing.Resting resting ->
          new Pulse(
              condition instanceof Condition.Ejected ? "ejected" : "resting",
              1,
              resting.left(),
              underWay);
    };
  }

  /// One whose rest or whose ramp is over learns of it at its next call only.
  private static String ready(Condition condition, double share) {
    return switch (condition) {
      case Condition.Well well -> "well";
      case Condition.Ejected ejected -> "on-trial";
      case Condition.OnTrial onTrial -> "on-trial";
      case Condition.Returning returning -> share < 1 ? "returning" : "well";
      case Condition.Held held -> "held";
    };
  }

  private static String full(Condition condition) {
    return condition instanceof Condition.OnTrial ? "on-trial" : "full";
  }

  /// Writes it into what is told of `deployment`, with the restrictions that it is under.
  void write(ObjectNode json, Deployment deployment, Collection<Restriction> restrictions) {
    json.put("condition", condition);
    if (share < 1) {
      json.put("share", Math.round(share * 100) / 100.0);
    }
    if (rests.isPositive()) {
      json.put("rests_seconds", Math.ceilDiv(rests.toMillis(), 1000));
    }
    json.put("under_way", underWay);
    ArrayNode met = json.putArray("restrictions");
    restrictions.stream()
        .filter(restriction -> restriction.selector().matches(deployment))
        .forEach(restriction -> met.add(restriction.id()));
  }
}
