package dev.polder.app.alert;

import dev.polder.app.alert.Alert.Kind;
import dev.polder.app.alert.Alert.Severity;
import dev.polder.engine.supervise.EngineState;
import java.time.InstantSource;

/// Raises an alert when an engine ends and starts again, or cannot be started, and clears it when
/// it is ready. Any thread may tell it.
public final class EngineWatch {
  private final Alerts alerts;
  private final InstantSource clock;

  public EngineWatch(Alerts alerts, InstantSource clock) {
    this.alerts = alerts;
    this.clock = clock;
  }

  /// The engine of the provider `name` is in this state now.
  public void changed(String name, EngineState state) {
    switch (state) {
      case EngineState.Starting starting -> {}
      case EngineState.Ready ready -> alerts.clear(Kind.ENGINE_RESTARTING, name);
      case EngineState.Restarting restarting ->
          raise(
              name,
              Severity.WARNING,
              "Engine '%s' ended and is started again.".formatted(name),
              restarting.reason());
      case EngineState.Failed failed ->
          raise(
              name,
              Severity.CRITICAL,
              "Engine '%s' cannot be started, and Polder has given it up.".formatted(name),
              failed.reason());
      // Stopped on request: whoever asked knows.
      case EngineState.Stopped stopped -> {}
    }
  }

  private void raise(String name, Severity severity, String summary, String reason) {
    alerts.raise(
        new Alert(Kind.ENGINE_RESTARTING, name, severity, summary, reason, clock.instant()));
  }
}
