package dev.polder.engine.supervise;

import java.net.URI;
import java.time.Duration;

/// What an engine is doing; the transitions that exist are the methods of each state.
public sealed interface EngineState {
  /// A child process was started, or is about to be, and has not said that it is ready.
  record Starting() implements EngineState {
    Ready ready(URI baseUrl, long pid) {
      return new Ready(baseUrl, pid);
    }

    Restarting ended(Duration after, String reason) {
      return new Restarting(after, reason);
    }

    Failed failed(String reason) {
      return new Failed(reason);
    }

    Stopped stopped() {
      return new Stopped();
    }
  }

  /// The child serves.
  ///
  /// @param baseUrl where, for example `http://127.0.0.1:41234`
  /// @param pid the process that serves; behind an external command, the command's own
  record Ready(URI baseUrl, long pid) implements EngineState {
    Restarting ended(Duration after, String reason) {
      return new Restarting(after, reason);
    }

    Stopped stopped() {
      return new Stopped();
    }
  }

  /// The child ended, or was ended because it did not answer; the next one starts after a pause.
  ///
  /// @param after the length of the pause
  /// @param reason what happened, with the child's last words
  record Restarting(Duration after, String reason) implements EngineState {
    Starting again() {
      return new Starting();
    }

    Stopped stopped() {
      return new Stopped();
    }
  }

  /// Starting again would not help: a bad model folder, a command that is not there. Final.
  record Failed(String reason) implements EngineState {}

  /// Stopped on request. Final.
  record Stopped() implements EngineState {}
}
