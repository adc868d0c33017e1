package dev.polder.model.dialect;

import dev.polder.http.sse.SseFrame;
import java.util.function.Consumer;

/// Reads one stream of a dialect, event by event.
///
/// It tells a clean end only where the dialect's own end has come. After [AnswerEvent.Finished],
/// [AnswerEvent.Failed] or an exception it tells nothing more. Not thread-safe.
public interface StreamDecoder {
  /// Takes the next event of the stream and tells what it means, which may be nothing.
  ///
  /// @throws GarbledException when it breaks the dialect's rules
  void read(SseFrame frame, Consumer<AnswerEvent> events) throws GarbledException;

  /// The bytes are over.
  ///
  /// @throws GarbledException when the answer is not
  void end(Consumer<AnswerEvent> events) throws GarbledException;
}
