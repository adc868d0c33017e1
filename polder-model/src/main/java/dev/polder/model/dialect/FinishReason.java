package dev.polder.model.dialect;

/// Why an answer ended.
public enum FinishReason {
  /// The model had said what it had to say.
  DONE,
  /// It came to one of the client's stop sequences.
  STOP_SEQUENCE,
  /// It reached the output bound.
  OUTPUT_BOUND,
  /// Its context was full.
  CONTEXT_FULL,
  /// It asks for tools.
  TOOLS,
  /// It, or a filter, declined: an answer too.
  DECLINED,
  /// It waits for the client to hand the turn back.
  PAUSED
}
