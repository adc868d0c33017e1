package dev.polder.app.canary;

import dev.polder.app.alert.Alert.Severity;
import dev.polder.app.alert.Shift;
import dev.polder.app.config.CanarySettings;
import dev.polder.evals.canary.Alarm;
import dev.polder.evals.canary.Signal;
import dev.polder.evals.canary.Vigil;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What people are told about canaries: in the log, in alerts, and beside findings.
final class CanaryWords {
  private static final Logger LOG = LoggerFactory.getLogger(CanaryWatch.class);

  private CanaryWords() {}

  /// What goes on being the trouble is said once.
  static void tellTrouble(Canary before, String name, String trouble) {
    if (!before.last().map(Canary.Attempt::trouble).equals(Optional.of(trouble))) {
      LOG.warn("A round of canary '{}' shows nothing of the model: {}", name, trouble);
    }
  }

  /// What a round has changed.
  static void tell(String name, Vigil before, Vigil now) {
    if (before.isLearning() && !now.isLearning()) {
      LOG.info("Canary '{}' has its baseline of {} rounds.", name, now.wanted());
    }
    if (before.alarm().isEmpty()) {
      now.alarm()
          .ifPresent(alarm ->
              LOG.warn(
                  "Canary '{}' sees another model, by {}: {}.",
                  name,
                  alarm.signal().label(),
                  alarm.drift()));
    }
    if (!now.newlySaid().isEmpty() && !now.newlySaid().equals(before.newlySaid())) {
      LOG.info("The provider of '{}' now says: {}.", name, said(now));
    }
  }

  private static String said(Vigil vigil) {
    return String.join(", ", new TreeSet<>(vigil.newlySaid()));
  }

  /// What is said of findings that rest on the model.
  static Canary.Owed owed(CanarySettings settings, Alarm alarm) {
    return new Canary.Owed(
        alarm.at(),
        "canary '%s' on suite '%s': %s (%s)"
            .formatted(
                settings.deployment(), settings.suite(), alarm.drift(), alarm.signal().label()));
  }

  /// The shift that a canary sees, if it sees one.
  static Optional<Shift> shift(CanaryLook look, Instant now) {
    String name = look.settings().deployment();
    String remedy =
        "See 'polder canary status'. Once it is understood: 'polder canary accept %s'."
            .formatted(name);
    Optional<Alarm> alarm = look.vigil().alarm();
    if (alarm.isPresent()) {
      return Optional.of(
          new Shift(
              name,
              alarm.get().signal() == Signal.WORSE ? Severity.CRITICAL : Severity.WARNING,
              "Deployment '%s' does not answer as it did (%s): another model may stand behind its name."
                  .formatted(name, alarm.get().signal().label()),
              "Suite '%s': %s.%s Findings that rest on it are marked 'doubted'; measure anew. %s"
                  .formatted(
                      look.settings().suite(),
                      alarm.get().drift(),
                      look.vigil().newlySaid().isEmpty()
                          ? ""
                          : " Its provider now says: " + said(look.vigil()) + ".",
                      remedy),
              alarm.get().at()));
    }
    return look.vigil().newlySaid().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Shift(
                name,
                Severity.INFO,
                "The provider of deployment '%s' names another model than before.".formatted(name),
                "It says: %s. Its answers are as before so far. %s"
                    .formatted(said(look.vigil()), remedy),
                look.lastAt().orElse(now)));
  }
}
