package dev.polder.http.client;

import dev.polder.http.Bytes;
import java.net.URI;
import java.time.Duration;

/// A request to an upstream.
///
/// @param method `GET` or `POST`
/// @param address absolute, `http` or `https`
/// @param headers sent as they are; length and host are added
/// @param body may be empty
/// @param connectLimit how long getting a connection may take, waiting for a free one included
/// @param transport by which way it travels
public record UpstreamRequest(
    String method,
    URI address,
    Headers headers,
    Bytes body,
    Duration connectLimit,
    Transport transport) {
  /// A request that travels directly.
  public UpstreamRequest(
      String method, URI address, Headers headers, Bytes body, Duration connectLimit) {
    this(method, address, headers, body, connectLimit, Transport.DIRECT);
  }
}
