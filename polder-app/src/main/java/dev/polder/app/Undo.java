package dev.polder.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Closes what was started so far when a start does not come to its end, the last first.
final class Undo implements AutoCloseable {
  /// What is started closes without a word.
  interface Part extends AutoCloseable {
    @Override
    void close();
  }

  private final Deque<Part> parts = new ArrayDeque<>();

  Undo(Part... parts) {
    List.of(parts).forEach(this.parts::push);
  }

  void add(Part part) {
    parts.push(part);
  }

  /// Everything has started: nothing is closed.
  void forget() {
    parts.clear();
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
  }
}
