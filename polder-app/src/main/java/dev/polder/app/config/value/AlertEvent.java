package dev.polder.app.config.value;

/// What people are told about.
public enum AlertEvent {
  /// Access to a deployment is gone, or has returned.
  ACCESS_LOST,
  /// A use case is on its last candidate, or dark.
  USE_CASE_AT_RISK,
  /// A guarantee of access, or the time to give notice, ends soon.
  CONTRACT_NOTICE,
  /// A model that Polder runs ended and is started again.
  ENGINE_RESTARTING,
  /// Somebody declared or lifted a restriction.
  RESTRICTION,
  /// A canary has seen that a model is no longer the one that it was.
  MODEL_SHIFT,
  /// A candidate fell below the margin in live calls.
  VERDICT_LOST
}
