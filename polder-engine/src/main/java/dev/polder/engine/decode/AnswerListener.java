package dev.polder.engine.decode;

/// Is told an answer while it is made, on the thread that makes it.
public interface AnswerListener {
  /// The question is sound, and its prompt has this many tokens. Comes once, before any text.
  void started(int promptTokens);

  /// The next part of the answer: never empty, never ending within a character.
  void text(String part);

  /// Asked before each token; once true, the answer ends there.
  boolean cancelled();
}
