package dev.polder.engine.serve;

import dev.polder.engine.decode.Question;
import java.util.List;

/// What a client asks for.
sealed interface EngineRequest {
  /// The name by which the client takes its turns; "" for none.
  String user();

  /// A conversation to answer.
  ///
  /// @param streams whether the answer is sent as it comes
  /// @param includesUsage whether a stream ends with the tokens used
  record Chat(Question question, boolean streams, boolean includesUsage, String user)
      implements EngineRequest {}

  /// Texts to embed.
  ///
  /// @param base64 whether vectors are sent as base64 of little-endian floats
  record Embeddings(List<String> texts, boolean base64, String user) implements EngineRequest {
    public Embeddings {
      texts = List.copyOf(texts);
    }
  }
}
