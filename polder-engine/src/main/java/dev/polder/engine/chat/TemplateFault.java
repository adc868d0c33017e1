package dev.polder.engine.chat;

/// A chat template belongs to no family that the engine renders.
public final class TemplateFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TemplateFault(String message) {
    super(message);
  }
}
