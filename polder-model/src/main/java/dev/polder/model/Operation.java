package dev.polder.model;

/// What a client asks of a model.
public enum Operation {
  CHAT("/chat/completions"),
  EMBEDDINGS("/embeddings");

  private final String path;

  Operation(String path) {
    this.path = path;
  }

  /// The path below a provider's address.
  public String path() {
    return path;
  }
}
