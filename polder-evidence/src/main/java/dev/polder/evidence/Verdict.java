package dev.polder.evidence;

/// What a comparison has shown of a candidate beside its reference.
public enum Verdict {
  /// Surely not worse by more than the margin.
  NON_INFERIOR("non-inferior"),
  /// Surely worse by more than the margin.
  INFERIOR("inferior"),
  /// Neither is shown: too few samples, too few clusters, or too close to the margin.
  NOT_DECIDABLE("not decidable");

  private final String label;

  Verdict(String label) {
    this.label = label;
  }

  /// As people read it.
  public String label() {
    return label;
  }
}
