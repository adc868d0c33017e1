package dev.polder.app.alert;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// Sends a test message to every target, once, and says what each answered.
public final class TargetTrial {
  private final InstantSource clock;
  private final RandomGenerator random;

  public TargetTrial(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /// Tries `subscriptions` one after the other, whatever they want to hear of.
  ///
  /// @return whether all of them took the message
  public boolean run(List<Subscription> subscriptions, PrintWriter out)
      throws InterruptedException {
    boolean all = true;
    for (Subscription subscription : subscriptions) {
      Target.Delivery delivery = subscription.target().deliver(notice(subscription));
      String verdict =
          switch (delivery) {
            case Target.Delivery.Arrived arrived -> "arrived";
            case Target.Delivery.Refused refused -> "REFUSED";
            case Target.Delivery.Unreached unreached -> "NOT REACHED";
          };
      out.printf("%-11s  %s: %s%n", verdict, subscription.target().name(), delivery.words());
      out.flush();
      all &= delivery instanceof Target.Delivery.Arrived;
    }
    return all;
  }

  private Notice notice(Subscription subscription) {
    Alert.Kind kind =
        subscription.kinds().stream().sorted().findFirst().orElse(Alert.Kind.USE_CASE_AT_RISK);
    Alert alert =
        new Alert(
            kind,
            "test",
            Alert.Severity.INFO,
            "This is a test: nothing has happened.",
            "Sent by 'polder alerts test'.",
            clock.instant());
    return new Notice(
        Alerts.newId(random), Notice.Status.TEST, alert, clock.instant(), Duration.ZERO);
  }
}
