package dev.polder.gateway.restriction;

import dev.polder.model.Deployment;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Which deployments a restriction meets, such as `control:US`.
public record Selector(Kind kind, String value) {
  /// The facts of a deployment that a selector may name.
  public enum Kind {
    DEPLOYMENT,
    PROVIDER,
    MODEL,
    TIER,
    LOCATION,
    CONTROL,
    MAKER;

    private String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Reads `kind:value`.
  ///
  /// @throws IllegalArgumentException when it is none; the message says what would be
  public static Selector parse(String text) {
    int colon = text.indexOf(':');
    String kind = colon < 0 ? "" : text.substring(0, colon);
    String value = text.substring(colon + 1).strip();
    for (Kind known : Kind.values()) {
      if (known.label().equals(kind) && !value.isEmpty()) {
        return new Selector(known, value);
      }
    }
    throw new IllegalArgumentException(
        "'%s' is no selector. Write one of %s, a colon and a name, such as provider:acme."
            .formatted(
                text,
                Arrays.stream(Kind.values()).map(Kind::label).collect(Collectors.joining(", "))));
  }

  /// Whether it meets `deployment`.
  public boolean matches(Deployment deployment) {
    return value.equals(
        switch (kind) {
          case DEPLOYMENT -> deployment.name();
          case PROVIDER -> deployment.provider().name();
          case MODEL -> deployment.model();
          case TIER -> deployment.traits().tier();
          case LOCATION -> deployment.jurisdiction().location();
          case CONTROL -> deployment.jurisdiction().control();
          case MAKER -> deployment.jurisdiction().maker();
        });
  }

  @Override
  public String toString() {
    return kind.label() + ":" + value;
  }
}
