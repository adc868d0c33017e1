package dev.polder.app.alert;

import dev.polder.app.alert.Alert.Kind;
import java.util.Collection;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Raises an alert while a canary sees another model behind a deployment, until somebody accepts
/// what the model is now.
public final class ShiftWatch implements Runnable {
  private final Alerts alerts;
  private final Supplier<? extends Collection<Shift>> shifts;

  /// @param shifts those that are seen now
  public ShiftWatch(Alerts alerts, Supplier<? extends Collection<Shift>> shifts) {
    this.alerts = alerts;
    this.shifts = shifts;
  }

  /// Looks at every canary.
  @Override
  public void run() {
    Collection<Shift> now = shifts.get();
    for (Shift shift : now) {
      alerts.raise(
          new Alert(
              Kind.MODEL_SHIFT,
              shift.deployment(),
              shift.severity(),
              shift.summary(),
              shift.detail(),
              shift.since()));
    }
    alerts.clearAllBut(
        Kind.MODEL_SHIFT, now.stream().map(Shift::deployment).collect(Collectors.toSet()));
  }
}
