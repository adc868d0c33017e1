package dev.polder.engine.chat;

import java.util.Locale;

/// One message of a conversation.
public record ChatMessage(Role role, String content) {

  /// Who speaks.
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT;

    /// The role's name as templates write it, for example `user`.
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static ChatMessage system(String content) {
    return new ChatMessage(Role.SYSTEM, content);
  }

  boolean is(Role wanted) {
    return role == wanted;
  }
}
