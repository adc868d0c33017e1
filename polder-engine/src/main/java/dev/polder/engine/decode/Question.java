package dev.polder.engine.decode;

import dev.polder.engine.chat.ChatMessage;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A conversation to answer; what it leaves open, the model folder's `generation_config.json` says.
///
/// @param messages at least one
/// @param temperature 0 takes the likeliest token always
/// @param topK 0 for no bound
/// @param topP in (0, 1]
/// @param maxTokens at least 1; else as many as the context has room for
/// @param stops texts that end the answer and are not part of it
/// @param seed the same seed gives the same answer to the same question
public record Question(
    List<ChatMessage> messages,
    OptionalDouble temperature,
    OptionalInt topK,
    OptionalDouble topP,
    OptionalInt maxTokens,
    List<String> stops,
    OptionalLong seed) {
  public Question {
    messages = List.copyOf(messages);
    stops = List.copyOf(stops);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("A question needs at least one message.");
    }
  }

  /// A question that leaves everything open.
  public static Question of(List<ChatMessage> messages) {
    return new Question(
        messages,
        OptionalDouble.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalInt.empty(),
        List.of(),
        OptionalLong.empty());
  }

  /// The same question with the likeliest answer, of at most this many tokens.
  public Question greedy(int most) {
    return new Question(
        messages, OptionalDouble.of(0), topK, topP, OptionalInt.of(most), stops, seed);
  }
}
