package dev.polder.evidence.finding;

/// What people should know beside a verdict.
public enum Mark {
  /// Compared with answers that the reference gave earlier.
  REFERENCE_STORED("reference-stored", "compared with stored answers of the reference"),
  /// Measured by another tool and taken from its log.
  IMPORTED("imported", "taken from another tool's log"),
  /// Older than the use case asks for.
  AGED("aged", "older than the use case asks for"),
  /// The model behind it has shifted since, though its name is the same.
  DOUBTED("doubted", "a canary has seen the model shift since"),
  /// An earlier finding about the same said otherwise.
  OVERTURNED("overturned", "an earlier finding about the same said otherwise"),
  /// The reference cannot be measured now.
  REFERENCE_RESTRICTED("reference-restricted", "the reference is restricted now");

  private final String label;
  private final String meaning;

  Mark(String label, String meaning) {
    this.label = label;
    this.meaning = meaning;
  }

  /// One word for headers and tables, and as it is stored.
  public String label() {
    return label;
  }

  /// In words for people.
  public String meaning() {
    return meaning;
  }
}
