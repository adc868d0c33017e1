package dev.polder.app.alert;

import dev.polder.app.alert.Alert.Kind;
import dev.polder.app.alert.Alert.Severity;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Raises an alert when a candidate has fallen below the margin in live calls, until it was
/// measured again or a person has dealt with it.
public final class VerdictWatch implements Runnable {
  private final Alerts alerts;
  private final Supplier<? extends Collection<LostVerdict>> lost;

  /// @param lost those that stand now
  public VerdictWatch(Alerts alerts, Supplier<? extends Collection<LostVerdict>> lost) {
    this.alerts = alerts;
    this.lost = lost;
  }

  /// Looks at every shadow.
  @Override
  public void run() {
    Collection<LostVerdict> now = lost.get();
    now.forEach(this::raise);
    alerts.clearAllBut(
        Kind.VERDICT_LOST, now.stream().map(LostVerdict::useCase).collect(Collectors.toSet()));
  }

  private void raise(LostVerdict verdict) {
    alerts.raise(
        new Alert(
            Kind.VERDICT_LOST,
            verdict.useCase(),
            verdict.gated() ? Severity.CRITICAL : Severity.WARNING,
            "In live calls of use case '%s', '%s' has fallen below the margin%s."
                .formatted(
                    verdict.useCase(),
                    verdict.candidate(),
                    verdict.gated() ? "; its verdict is lost" : ""),
            "%s. Compare it anew with 'polder eval compare', or begin the watch anew with 'polder shadow renew %s'."
                .formatted(capital(verdict.seen()), verdict.useCase()),
            verdict.since()));
  }

  private static String capital(String sentence) {
    return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
  }
}
