package dev.polder.evidence.finding;

/// A suite of samples in exactly one state.
///
/// @param name as it is known in the configuration
/// @param digest over its content
public record SuiteVersion(String name, String digest) {
  public SuiteVersion {
    if (name.isBlank() || digest.isBlank()) {
      throw new IllegalArgumentException(
          "A suite needs a name and a digest, but has '%s' and '%s'. Read it with its content."
              .formatted(name, digest));
    }
  }
}
