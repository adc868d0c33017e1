package dev.polder.gateway.server;

import dev.polder.http.server.ClientShare;
import dev.polder.http.server.ServerTls;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// Where the data port listens, and its bounds.
///
/// @param port 0 for any free one
/// @param longestRequest of a request's body, in bytes
/// @param requestLimit how long a request's body may take to arrive, and the head of a connection's
///   first request
/// @param longestAnswer of an upstream's whole answer, or of one event of its stream, in bytes
/// @param connectionsPerUpstream to one upstream host at most, all event loops together
/// @param connectionsPerClient from one address at most, whoever it is; empty: 1,000, and those of
///   this machine are not counted
/// @param eventLoops how many threads serve calls
/// @param tls empty: plain HTTP
public record GatewayOptions(
    String host,
    int port,
    int longestRequest,
    Duration requestLimit,
    int longestAnswer,
    int connectionsPerUpstream,
    OptionalInt connectionsPerClient,
    int eventLoops,
    Optional<ServerTls> tls) {
  private static final int USUAL_CONNECTIONS_PER_CLIENT = 1_000;

  /// What holds where the configuration says nothing: loopback only.
  public static GatewayOptions usual() {
    return new GatewayOptions(
        "127.0.0.1",
        8484,
        20 * 1024 * 1024,
        Duration.ofSeconds(30),
        32 * 1024 * 1024,
        16_384,
        OptionalInt.empty(),
        Runtime.getRuntime().availableProcessors(),
        Optional.empty());
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
        connectionsPerClient,
        eventLoops,
        tls);
  }

  /// The same, known by another certificate, or by none.
  public GatewayOptions with(Optional<ServerTls> other) {
    return new GatewayOptions(
        host,
        port,
        longestRequest,
        requestLimit,
        longestAnswer,
        connectionsPerUpstream,
        connectionsPerClient,
        eventLoops,
        other);
  }

  ClientShare clientShare() {
    return connectionsPerClient.isPresent()
        ? ClientShare.of(connectionsPerClient.getAsInt())
        : ClientShare.ofOthers(USUAL_CONNECTIONS_PER_CLIENT);
  }
}
