package dev.polder.evals.canary;

/// By what a model shows that it is another.
public enum Signal {
  /// It gives answers that it never gave before.
  ANSWERS("new answers", 0.5),
  /// Its score is lower.
  WORSE("lower score", 0.25),
  /// Its score is higher: it is another model all the same.
  BETTER("higher score", 0.25);

  private final String label;
  private final double share;

  Signal(String label, double share) {
    this.label = label;
    this.share = share;
  }

  /// In words for tables.
  public String label() {
    return label;
  }

  /// Its share of the error that a look may make.
  double share() {
    return share;
  }
}
