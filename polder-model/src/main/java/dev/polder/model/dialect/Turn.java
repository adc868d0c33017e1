package dev.polder.model.dialect;

import java.util.List;

/// What one side said, in one go.
public record Turn(Role role, List<Part> parts) {
  public Turn {
    parts = List.copyOf(parts);
  }

  /// Who speaks.
  public enum Role {
    /// Whoever runs the application.
    SYSTEM,
    /// Whoever asks; results of tools are theirs too.
    USER,
    /// The model.
    ASSISTANT
  }
}
