package dev.polder.gateway.restriction;

import dev.polder.model.Deployment;
import dev.polder.model.Jurisdiction;
import dev.polder.model.Preset;
import dev.polder.model.Provider;
import dev.polder.model.Traits;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// Things that tests of restrictions are about.
final class Some {
  private Some() {}

  static final Deployment ACME_LARGE = deployment("acme-large", "acme", "US", "frontier");
  static final Deployment ACME_SMALL = deployment("acme-small", "acme", "US", "small");
  static final Deployment OWN = deployment("own-small", "own", "NL", "small");

  static Deployment deployment(String name, String provider, String control, String tier) {
    return new Deployment(
        name,
        new Provider(
            provider,
            Preset.CUSTOM,
            () -> Optional.of(URI.create("http://127.0.0.1:9/v1")),
            Optional.empty()),
        "model-of-" + name,
        new Jurisdiction("DE", control, "FR"),
        new Traits(
            tier, 1, OptionalInt.empty(), OptionalInt.empty(), true, Traits.Failback.AUTOMATIC));
  }

  static Restriction restriction(
      String id, String selector, Restriction.Effect effect, Instant at) {
    return new Restriction(
        id,
        Selector.parse(selector),
        effect,
        Restriction.Origin.DECLARED,
        "an exercise",
        "anna",
        at,
        Optional.empty());
  }

  static Restriction cut(String id, String selector, Instant at) {
    return restriction(id, selector, new Restriction.Effect.Cut(false), at);
  }

  static Restriction cutFor(String id, String selector, Instant at, Duration time) {
    return new Restriction(
        id,
        Selector.parse(selector),
        new Restriction.Effect.Cut(false),
        Restriction.Origin.DECLARED,
        "an exercise",
        "anna",
        at,
        Optional.of(at.plus(time)));
  }
}
