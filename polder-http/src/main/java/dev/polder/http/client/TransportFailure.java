package dev.polder.http.client;

/// How the transport to an upstream broke.
///
/// @param phase how far the exchange had come
/// @param reason a short text for logs and error messages, without addresses of clients or secrets
public record TransportFailure(Phase phase, String reason) {
  /// Where in its life an exchange broke.
  public enum Phase {
    /// No connection could be had: refused, unreachable, unknown host, failed handshake, too slow.
    CONNECT,
    /// The connection broke before the answer's head.
    BEFORE_HEAD,
    /// The answer's body was cut off.
    BODY
  }
}
