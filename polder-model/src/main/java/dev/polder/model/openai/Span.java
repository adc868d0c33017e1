package dev.polder.model.openai;

/// A stretch of a body, from `from` (inclusive) to `to` (exclusive), in bytes.
record Span(int from, int to) {
  /// Where something is not in the body.
  static final Span NONE = new Span(-1, -1);

  boolean exists() {
    return from >= 0;
  }
}
