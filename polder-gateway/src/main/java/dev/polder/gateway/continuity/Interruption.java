package dev.polder.gateway.continuity;

/// What becomes of a streamed answer whose upstream fails after the first content event.
public enum Interruption {
  /// The client keeps what it has and is told of the failure within the stream.
  FAIL,
  /// The answer is held back until it is complete, so that another candidate can begin again
  /// unseen.
  BUFFER
}
