package dev.polder.gateway.continuity;

import java.time.Duration;

/// How long each part of a call may take.
///
/// @param connect getting a connection to an upstream
/// @param firstToken from the request to the first content event of a stream
/// @param betweenTokens between two events of a stream
/// @param answer one attempt at an answer in one piece
/// @param call the whole call, all attempts together
/// @param patience how long a call waits for somebody to be asked, when everybody rests
/// @param hold how long a streaming client waits in silence before it gets a head and comments that
///   keep its connection alive; failures after that can only be told within the stream
public record Limits(
    Duration connect,
    Duration firstToken,
    Duration betweenTokens,
    Duration answer,
    Duration call,
    Duration patience,
    Duration hold) {
  /// What holds where the configuration says nothing.
  public static final Limits USUAL =
      new Limits(
          Duration.ofSeconds(3),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(120),
          Duration.ofSeconds(300),
          Duration.ofSeconds(60),
          Duration.ofSeconds(15));
}
