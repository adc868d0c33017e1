package dev.polder.model.provider;

/// Hears how a deployment replies, on the event loop: events of a stream and then its end, or one
/// whole answer, or at any point a fault. The last of these three is the last call; after a
/// cancellation none comes.
public interface ReplyListener {
  /// Something of a stream.
  void event(StreamEvent event);

  /// The stream is over, cleanly as far as HTTP can tell.
  void ended();

  /// The whole answer of a call without stream.
  void answered(Answer answer);

  /// The attempt failed.
  void failed(Fault fault);
}
