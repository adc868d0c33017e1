package dev.polder.gateway.continuity;

import dev.polder.http.Bytes;
import dev.polder.model.provider.Answer;

/// The client, as failover sees it; it owns the commit point. On the event loop only.
///
/// After [#finish()], [#whole], [#fail(CallFailure)] or the client's departure nothing more may be
/// written. When the client has gone, what is written is dropped.
public interface Reply {
  /// Who serves the call, for the headers.
  ///
  /// @param attempts how many there were, this one included
  /// @param evidence what evidence says of who serves; empty where nothing is asked
  record ServedBy(String deployment, boolean primary, int attempts, String evidence) {}

  /// Tells the client that a stream comes. From here on failures can only be told within it.
  void beginStream(ServedBy by);

  /// Keeps a client that waits for a stream from giving up; commits it to a stream at the first
  /// time.
  void keepWaiting();

  /// Some whole events of the stream.
  void write(Bytes events);

  /// The stream is complete.
  void finish();

  /// The whole answer of a call without stream.
  void whole(Answer answer, ServedBy by);

  /// There is no answer, or no more of it.
  void fail(CallFailure failure);

  /// Whether the client reads too slowly, so that the source should pause.
  boolean isFull();

  /// Sets who hears, once, that the client has left, and, each time, that there is room again.
  void listen(Runnable left, Runnable drained);
}
