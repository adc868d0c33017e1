package dev.polder.gateway.restriction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.model.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A restriction as JSON: in its file, and in the answers of the admin API.
public final class RestrictionJson {
  private RestrictionJson() {}

  /// `restriction` as an object.
  public static ObjectNode write(Restriction restriction) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", restriction.id());
    json.put("selector", restriction.selector().toString());
    json.set("effect", effect(restriction.effect()));
    json.put("origin", label(restriction.origin()));
    json.put("reason", restriction.reason());
    json.put("by", restriction.by());
    json.put("since", restriction.since().toString());
    restriction.until().ifPresent(end -> json.put("until", end.toString()));
    restriction.probe().ifPresent(operation -> json.put("probe", label(operation)));
    return json;
  }

  private static ObjectNode effect(Restriction.Effect effect) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    switch (effect) {
      case Restriction.Effect.Cut cut -> json.put("kind", "cut").put("now", cut.now());
      case Restriction.Effect.Capped capped ->
          json.put("kind", "capped")
              .put("attempts", capped.attempts())
              .put("per", capped.per().toString());
      case Restriction.Effect.Priced priced ->
          json.put("kind", "priced").put("factor", priced.factor());
    }
    return json.put("label", effect.label());
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /// Reads what [#write(Restriction)] wrote.
  ///
  /// @throws IllegalArgumentException when it is no restriction
  /// @throws java.time.DateTimeException when a time in it is none
  static Restriction read(JsonNode json) {
    return new Restriction(
        text(json, "id"),
        Selector.parse(text(json, "selector")),
        readEffect(json.path("effect")),
        Restriction.Origin.valueOf(text(json, "origin").toUpperCase(Locale.ROOT)),
        text(json, "reason"),
        text(json, "by"),
        Instant.parse(text(json, "since")),
        optional(json, "until").map(Instant::parse),
        optional(json, "probe").map(name -> Operation.valueOf(name.toUpperCase(Locale.ROOT))));
  }

  private static Restriction.Effect readEffect(JsonNode json) {
    String kind = text(json, "kind");
    return switch (kind) {
      case "cut" -> new Restriction.Effect.Cut(json.path("now").asBoolean());
      case "capped" ->
          new Restriction.Effect.Capped(
              json.path("attempts").asInt(), Duration.parse(text(json, "per")));
      case "priced" -> new Restriction.Effect.Priced(json.path("factor").asDouble());
      default -> throw new IllegalArgumentException("'" + kind + "' is no effect");
    };
  }

  private static String text(JsonNode json, String name) {
    return optional(json, name)
        .orElseThrow(() -> new IllegalArgumentException("a restriction has no '" + name + "'"));
  }

  private static Optional<String> optional(JsonNode json, String name) {
    JsonNode value = json.path(name);
    return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
  }
}
