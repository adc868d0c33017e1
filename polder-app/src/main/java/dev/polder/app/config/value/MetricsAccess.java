package dev.polder.app.config.value;

/// Who may read `/metrics` at the admin port.
public enum MetricsAccess {
  /// Who shows the admin API's token.
  TOKEN,
  /// Whoever reaches the port.
  OPEN,
  /// Nobody: nothing is counted for it.
  OFF
}
