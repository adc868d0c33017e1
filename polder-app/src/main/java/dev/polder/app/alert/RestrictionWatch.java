package dev.polder.app.alert;

import dev.polder.app.alert.Alert.Kind;
import dev.polder.app.alert.Alert.Severity;
import dev.polder.gateway.restriction.Restriction;
import java.util.Collection;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Raises an alert for each restriction in force, clears it when that one is lifted or ends: what
/// Polder's own probe found is access lost, what a person declared is a restriction. Drills raise
/// none.
public final class RestrictionWatch implements Runnable {
  private final Alerts alerts;
  private final Supplier<? extends Collection<Restriction>> inForce;

  /// @param inForce all restrictions that hold now
  public RestrictionWatch(Alerts alerts, Supplier<? extends Collection<Restriction>> inForce) {
    this.alerts = alerts;
    this.inForce = inForce;
  }

  /// Looks at what is in force now.
  @Override
  public void run() {
    Collection<Restriction> now = inForce.get();
    now.forEach(this::raise);
    alerts.clearAllBut(Kind.ACCESS_LOST, subjects(now, Restriction.Origin.DETECTED));
    alerts.clearAllBut(Kind.RESTRICTION, subjects(now, Restriction.Origin.DECLARED));
  }

  private static Set<String> subjects(Collection<Restriction> now, Restriction.Origin origin) {
    return now.stream()
        .filter(restriction -> restriction.origin() == origin)
        .map(RestrictionWatch::subject)
        .collect(Collectors.toSet());
  }

  private void raise(Restriction restriction) {
    switch (restriction.origin()) {
      case DETECTED ->
          alerts.raise(
              new Alert(
                  Kind.ACCESS_LOST,
                  subject(restriction),
                  Severity.CRITICAL,
                  "Access to %s is lost; calls go to fallbacks.".formatted(subject(restriction)),
                  restriction.reason(),
                  restriction.since()));
      case DECLARED ->
          alerts.raise(
              new Alert(
                  Kind.RESTRICTION,
                  subject(restriction),
                  Severity.INFO,
                  "%s has restricted %s: %s%s."
                      .formatted(
                          restriction.by(),
                          restriction.selector(),
                          effect(restriction.effect()),
                          restriction.until().map(end -> ", until " + end).orElse("")),
                  restriction.reason(),
                  restriction.since()));
      case DRILL -> {}
    }
  }

  /// A deployment's access is lost once, whatever the restriction's identifier.
  private static String subject(Restriction restriction) {
    return switch (restriction.origin()) {
      case DETECTED -> restriction.selector().toString();
      case DECLARED, DRILL -> restriction.id();
    };
  }

  private static String effect(Restriction.Effect effect) {
    return switch (effect) {
      case Restriction.Effect.Cut cut -> cut.now() ? "cut, streams too" : "cut";
      case Restriction.Effect.Capped capped ->
          "capped to %d in %s".formatted(capped.attempts(), Notice.words(capped.per()));
      case Restriction.Effect.Priced priced -> "priced ×%s".formatted(priced.factor());
    };
  }
}
