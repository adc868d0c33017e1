package dev.polder.app.alert;

import java.util.Set;

/// What a target wants to hear of.
///
/// @param kinds empty: everything
public record Subscription(Target target, Set<Alert.Kind> kinds) {
  public Subscription {
    kinds = Set.copyOf(kinds);
  }

  boolean wants(Alert.Kind kind) {
    return kinds.isEmpty() || kinds.contains(kind);
  }
}
