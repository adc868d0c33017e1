package dev.polder.engine.decode;

import java.util.List;

/// Gives an answer's tokens to its listener as text: whole characters, up to the first stop string.
final class AnswerText {
  private final TextStream stream;
  private final StopStrings stops;
  private final AnswerListener listener;

  AnswerText(Tokenizer tokenizer, List<String> stops, AnswerListener listener) {
    this.stream = new TextStream(tokenizer);
    this.stops = new StopStrings(stops);
    this.listener = listener;
  }

  void add(int token) {
    give(stops.add(stream.add(token)));
  }

  /// Gives what was held back.
  void end() {
    give(stops.add(stream.end()));
    give(stops.end());
  }

  /// Whether a stop string was found.
  boolean stopped() {
    return stops.reached();
  }

  private void give(String text) {
    if (!text.isEmpty()) {
      listener.text(text);
    }
  }
}
