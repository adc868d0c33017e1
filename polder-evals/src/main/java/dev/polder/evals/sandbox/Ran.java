package dev.polder.evals.sandbox;

/// How a command went.
public sealed interface Ran {
  /// It ended by itself.
  ///
  /// @param error the beginning of what it wrote to standard error
  record Ended(int code, String output, String error) implements Ran {}

  /// It was ended, because it went over a bound.
  ///
  /// @param bound which one, such as `10 s of time`
  record Stopped(String bound) implements Ran {}

  /// It could not be started.
  record NotStarted(String reason) implements Ran {}
}
