package dev.polder.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polder.gateway.restriction.Restriction;
import dev.polder.gateway.restriction.Restriction.Effect;
import dev.polder.gateway.restriction.Selector;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/// Reads what somebody wants to declare.
final class RestrictionRequest {
  private static final Set<String> KNOWN =
      Set.of("selector", "reason", "for", "until", "cap", "price", "now", "by");

  private final JsonNode body;

  private RestrictionRequest(JsonNode body) {
    this.body = body;
  }

  /// The restriction that `body` asks for.
  ///
  /// @throws AdminRefusal when it asks for none; the message says what is wrong
  static Restriction read(JsonNode body, String id, Instant now) {
    try {
      return new RestrictionRequest(body).restriction(id, now);
    } catch (IllegalArgumentException wrong) {
      throw new AdminRefusal(400, String.valueOf(wrong.getMessage()));
    }
  }

  private Restriction restriction(String id, Instant now) {
    for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!KNOWN.contains(name)) {
        throw new IllegalArgumentException(
            "There is no field '%s'. Known: %s."
                .formatted(name, String.join(", ", KNOWN.stream().sorted().toList())));
      }
    }
    String selector =
        text("selector")
            .orElseThrow(() ->
                new IllegalArgumentException("There is no 'selector', such as provider:acme."));
    return new Restriction(
        id,
        Selector.parse(selector),
        effect(),
        Restriction.Origin.DECLARED,
        text("reason").orElse(""),
        text("by").orElse("admin API"),
        now,
        until(now));
  }

  private Effect effect() {
    Optional<String> cap = text("cap");
    Optional<String> price = text("price");
    boolean streamsToo = flag("now");
    if (cap.isPresent() && price.isPresent()) {
      throw new IllegalArgumentException("A restriction caps or prices, not both. Declare two.");
    }
    if (streamsToo && (cap.isPresent() || price.isPresent())) {
      throw new IllegalArgumentException(
          "Only a cut can end streams now: a cap or a price leaves what has begun. Leave 'now' out.");
    }
    if (cap.isPresent()) {
      return Effect.Capped.parse(cap.get());
    }
    return price.isPresent() ? Effect.Priced.parse(price.get()) : new Effect.Cut(streamsToo);
  }

  private Optional<Instant> until(Instant now) {
    Optional<String> span = text("for");
    Optional<String> end = text("until");
    if (span.isPresent() && end.isPresent()) {
      throw new IllegalArgumentException("'for' and 'until' both name an end. Keep one.");
    }
    if (span.isPresent()) {
      return span.map(text -> now.plus(TimeSpan.parse(text)));
    }
    return end.map(RestrictionRequest::instant);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException none) {
      throw new IllegalArgumentException(
          "'%s' is no instant. Write one in UTC, such as 2027-01-31T18:00:00Z.".formatted(text),
          none);
    }
  }

  private Optional<String> text(String name) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (value.isContainerNode() || value.isBoolean()) {
      throw new IllegalArgumentException("'%s' is no text.".formatted(name));
    }
    return Optional.of(value.asText().strip());
  }

  private boolean flag(String name) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw new IllegalArgumentException("'%s' is neither true nor false.".formatted(name));
    }
    return value.booleanValue();
  }
}
