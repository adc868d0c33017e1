package dev.polder.http.client;

/// One request to an upstream under way. On the event loop only.
public interface Exchange {
  /// Asks the upstream to hold back: at most what is under way on the wire still arrives.
  void pause();

  /// Lets the answer flow again after [#pause()].
  void resume();

  /// Ends the exchange now, whatever its state, and closes its connection, so that the upstream
  /// stops working. The listener hears nothing more. Harmless when repeated or when the exchange is
  /// over.
  void cancel();
}
