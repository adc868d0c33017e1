package dev.polder.gateway.server;

import java.time.Duration;

/// Where the data port listens, and its bounds.
///
/// @param port 0 for any free one
/// @param longestRequest of a request's body, in bytes
/// @param requestLimit how long a request's body may take to arrive, and the head of a connection's
///   first request
/// @param longestAnswer of an upstream's whole answer, or of one event of its stream, in bytes
/// @param connectionsPerUpstream to one upstream host at most, all event loops together
/// @param eventLoops how many threads serve calls
public record GatewayOptions(
    String host,
    int port,
    int longestRequest,
    Duration requestLimit,
    int longestAnswer,
    int connectionsPerUpstream,
    int eventLoops) {
  /// What holds where the configuration says nothing: loopback only.
  public static GatewayOptions usual() {
    return new GatewayOptions(
        "127.0.0.1",
        8484,
        20 * 1024 * 1024,
        Duration.ofSeconds(30),
        32 * 1024 * 1024,
        16_384,
        Runtime.getRuntime().availableProcessors());
  }

  /// The same, listening elsewhere.
  public GatewayOptions at(String newHost, int newPort) {
    return new GatewayOptions(
        newHost,
        newPort,
        longestRequest,
        requestLimit,
        longestAnswer,
        connectionsPerUpstream,
        eventLoops);
  }
}
