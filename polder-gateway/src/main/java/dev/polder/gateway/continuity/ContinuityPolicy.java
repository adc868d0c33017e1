package dev.polder.gateway.continuity;

/// What a use case's owner wants when upstreams fail.
///
/// @param bufferBound how many bytes of a stream are held back at most under [Interruption#BUFFER];
///   a longer answer is let go, and an interruption of it is told as under [Interruption#FAIL]
public record ContinuityPolicy(Interruption interruption, Limits limits, int bufferBound) {
  public static final int USUAL_BUFFER_BOUND = 1024 * 1024;
}
