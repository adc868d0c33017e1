package dev.polder.evidence.verdict;

/// What values a sample's result can take.
public enum Scale {
  /// Right or wrong, harmed or not: 0 or 1.
  BINARY("binary"),
  /// Any share from 0 to 1, such as a field-level F1 or the mean of several repeats.
  SCORE("score");

  private final String label;

  Scale(String label) {
    this.label = label;
  }

  /// As people read it, and as it is stored.
  public String label() {
    return label;
  }
}
