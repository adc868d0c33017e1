package dev.polder.engine.chat;

/// A conversation has an order or a role that the model's chat template does not allow.
public final class ConversationFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConversationFault(String message) {
    super(message);
  }
}
