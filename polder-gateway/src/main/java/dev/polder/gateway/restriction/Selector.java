package dev.polder.gateway.restriction;

import dev.polder.model.Area;
import dev.polder.model.Deployment;
import dev.polder.model.Nearest;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
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

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    private boolean country() {
      return switch (this) {
        case DEPLOYMENT, PROVIDER, MODEL, TIER -> false;
        case LOCATION, CONTROL, MAKER -> true;
      };
    }

    private String of(Deployment deployment) {
      return switch (this) {
        case DEPLOYMENT -> deployment.name();
        case PROVIDER -> deployment.provider().name();
        case MODEL -> deployment.model();
        case TIER -> deployment.traits().tier();
        case LOCATION -> deployment.jurisdiction().location();
        case CONTROL -> deployment.jurisdiction().control();
        case MAKER -> deployment.jurisdiction().maker();
      };
    }
  }

  /// Reads `kind:value`.
  ///
  /// @throws IllegalArgumentException when it is none; the message says what would be
  public static Selector parse(String text) {
    int colon = text.indexOf(':');
    String kind = colon < 0 ? "" : text.substring(0, colon).strip();
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

  /// The one deployment of this name.
  static Selector deployment(String name) {
    return new Selector(Kind.DEPLOYMENT, name);
  }

  /// Whether it meets `deployment`.
  public boolean matches(Deployment deployment) {
    return kind.country()
        ? Area.covers(value, kind.of(deployment))
        : value.equals(kind.of(deployment));
  }

  /// Refuses what can only be a slip of the pen: a name that none of `deployments` has, or a
  /// country that does not exist. A country under which nothing is now is no slip: what is
  /// configured tomorrow will be met.
  ///
  /// @throws IllegalArgumentException the message offers what exists
  public void requireSensible(Collection<Deployment> deployments) {
    if (deployments.stream().anyMatch(this::matches) || (kind.country() && Area.isArea(value))) {
      return;
    }
    List<String> known =
        deployments.stream().map(kind::of).filter(name -> !name.isEmpty()).distinct().toList();
    if (kind.country()) {
      throw new IllegalArgumentException(
          "'%s' names no country. Write two capitals, such as NL, US or EU. There are deployments"
                  .formatted(this)
              + " with %s %s.".formatted(kind.label(), list(known)));
    }
    throw new IllegalArgumentException(
        "'%s' meets no deployment. %s"
            .formatted(
                this,
                known.isEmpty()
                    ? "No deployment has a " + kind.label() + " in this configuration."
                    : "Nearest: " + list(Nearest.to(value, known)) + "."));
  }

  private static String list(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  @Override
  public String toString() {
    return kind.label() + ":" + value;
  }
}
