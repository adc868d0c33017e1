package dev.polder.http.client;

import dev.polder.http.Bytes;

/// Hears what an upstream answers, on the event loop: a head, bytes, and then exactly one of end
/// and failure; after a cancellation nothing more.
public interface ExchangeListener {
  /// The status line and the headers have arrived.
  void head(int status, Headers headers);

  /// Some of the body.
  void bytes(Bytes bytes);

  /// The body is complete, as the framing of HTTP tells.
  void end();

  /// The exchange broke.
  void failed(TransportFailure failure);
}
