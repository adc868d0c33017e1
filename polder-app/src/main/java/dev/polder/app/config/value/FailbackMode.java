package dev.polder.app.config.value;

/// Who decides that a candidate that has recovered is used again.
public enum FailbackMode {
  /// Polder, once enough probes have succeeded.
  AUTOMATIC,
  /// A person, by `polder lift`.
  BY_HAND
}
