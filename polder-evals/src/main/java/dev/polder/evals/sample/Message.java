package dev.polder.evals.sample;

import java.util.Set;

/// One message of a conversation.
///
/// @param role one of [#ROLES]
public record Message(String role, String content) {
  /// Who can speak.
  public static final Set<String> ROLES =
      Set.of("system", "developer", "user", "assistant", "tool");

  public Message {
    if (!ROLES.contains(role)) {
      throw new IllegalArgumentException("nobody speaks as '" + role + "'");
    }
  }
}
