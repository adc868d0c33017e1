package dev.polder.engine.decode;

import java.util.List;

/// How an answer ended, and what it used.
///
/// @param tokens all tokens made, the one that ended the answer included
public record Answer(int promptTokens, List<Integer> tokens, Finish finish) {
  public Answer {
    tokens = List.copyOf(tokens);
  }

  /// Why no further token was made.
  public enum Finish {
    /// The model ended its answer, or a stop string came.
    STOP,
    /// The bound of tokens or the end of the context was reached.
    LENGTH,
    /// The listener did not want more.
    CANCELLED
  }
}
