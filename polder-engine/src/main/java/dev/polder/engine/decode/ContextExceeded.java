package dev.polder.engine.decode;

/// A prompt leaves no room in the model's context for an answer.
public final class ContextExceeded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ContextExceeded(int promptTokens, int contextLength) {
    super(
        "This model's context has room for %d tokens, and the prompt has %d. Shorten the messages."
            .formatted(contextLength, promptTokens));
  }
}
