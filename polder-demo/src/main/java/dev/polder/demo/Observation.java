package dev.polder.demo;

import java.time.Duration;

/// What the application saw of one call.
///
/// @param phase in which the call began
/// @param served `primary`, `fallback`, or `""` where nobody answered
record Observation(
    String useCase, Phase phase, Ending ending, String served, boolean right, Duration duration) {
  /// How a call ended for the application.
  enum Ending {
    /// A whole answer with a reason why it ended.
    ANSWERED,
    /// An error that says so.
    REFUSED,
    /// Nothing final within the client's patience, or an answer that just stopped.
    LOST
  }
}
