package dev.polder.app.alert;

import dev.polder.app.alert.Alert.Kind;
import dev.polder.app.alert.Alert.Severity;
import dev.polder.gateway.call.UseCase;
import dev.polder.gateway.route.Candidate;
import dev.polder.gateway.route.Exclusion;
import dev.polder.gateway.route.Rung;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Raises an alert when a use case is on its last candidate, a worse one when it has none left.
///
/// Only candidates that could ever serve count: one that the use case's data class forbids is none.
/// A use case that has but one is not at risk for that; it is when that one is gone.
public final class LadderWatch implements Runnable {
  /// Engines need a while to start: until then what has no address yet counts as there.
  static final Duration GRACE = Duration.ofSeconds(60);

  private final Alerts alerts;
  private final Supplier<? extends Collection<UseCase>> useCases;
  private final Function<UseCase, List<Rung>> look;
  private final InstantSource clock;
  private final Instant graceEnds;

  /// @param useCases those of the configuration in force
  /// @param look how a use case's candidates stand now, as `Router.look` tells
  public LadderWatch(
      Alerts alerts,
      Supplier<? extends Collection<UseCase>> useCases,
      Function<UseCase, List<Rung>> look,
      InstantSource clock) {
    this.alerts = alerts;
    this.useCases = useCases;
    this.look = look;
    this.clock = clock;
    this.graceEnds = clock.instant().plus(GRACE);
  }

  /// Looks at every use case.
  @Override
  public void run() {
    Collection<UseCase> now = useCases.get();
    now.forEach(this::look);
    alerts.clearAllBut(
        Kind.USE_CASE_AT_RISK, now.stream().map(UseCase::name).collect(Collectors.toSet()));
  }

  private void look(UseCase useCase) {
    List<Rung> rungs = look.apply(useCase).stream().filter(LadderWatch::couldServe).toList();
    List<Rung> left = rungs.stream().filter(this::serves).toList();
    if (left.isEmpty()) {
      raise(
          useCase,
          Severity.CRITICAL,
          "Use case '%s' is dark: none of its candidates can be asked.".formatted(useCase.name()),
          rungs);
    } else if (left.size() == 1 && rungs.size() > 1) {
      Candidate last = left.getFirst().candidate();
      raise(
          useCase,
          Severity.WARNING,
          "Use case '%s' is on its last candidate, '%s'.".formatted(useCase.name(), last.name()),
          rungs);
    } else {
      alerts.clear(Kind.USE_CASE_AT_RISK, useCase.name());
    }
  }

  private static boolean couldServe(Rung rung) {
    return !rung.usable().isEmpty()
        || rung.exclusions().stream().anyMatch(exclusion -> !exclusion.cause().lasts());
  }

  private boolean serves(Rung rung) {
    return !rung.usable().isEmpty() || rung.exclusions().stream().anyMatch(this::isForAMoment);
  }

  private boolean isForAMoment(Exclusion exclusion) {
    return switch (exclusion.cause()) {
      case FULL, RETURNING -> true;
      case UNADDRESSED -> clock.instant().isBefore(graceEnds);
      case OTHER_MODEL, DATA_CLASS, RESTRICTED, UNPROVEN, RESTING -> false;
    };
  }

  private void raise(UseCase useCase, Severity severity, String summary, List<Rung> rungs) {
    String detail =
        rungs.stream()
            .flatMap(rung -> rung.exclusions().stream())
            .filter(exclusion -> !exclusion.cause().lasts())
            .map(exclusion -> exclusion.deployment().name() + ": " + exclusion.reason())
            .collect(Collectors.joining("; "));
    alerts.raise(
        new Alert(
            Kind.USE_CASE_AT_RISK, useCase.name(), severity, summary, detail, clock.instant()));
  }
}
