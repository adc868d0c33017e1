package dev.polder.bench;

/// What a good answer holds besides its status 200.
///
/// @param length of its body in bytes, or -1 for any
/// @param events of its stream, the last of which must be `[DONE]`; 0 for an answer in one piece
record Expectation(long length, int events) {
  static Expectation length(long bytes) {
    return new Expectation(bytes, 0);
  }

  static Expectation events(int number) {
    return new Expectation(-1, number);
  }
}
