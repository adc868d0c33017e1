package dev.polder.gateway.mirror;

/// Which of a use case's calls are mirrored.
///
/// @param share of them, drawn at random at a call's beginning: above 0, at most 1
public record Mirroring(double share) {
  public Mirroring {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("a share of " + share + " mirrors nothing");
    }
  }

  /// Whether a call is among them.
  ///
  /// @param dice thrown for it, from 0 to below 1
  public boolean takes(double dice) {
    return dice < share;
  }
}
