package dev.polder.engine.supervise;

import java.util.ArrayDeque;

/// The last lines that a child wrote to its standard error: its last words.
final class LastLines {
  private static final int MOST = 12;

  private final ArrayDeque<String> lines = new ArrayDeque<>();

  synchronized void add(String line) {
    if (line.isBlank()) {
      return;
    }
    if (lines.size() == MOST) {
      lines.removeFirst();
    }
    lines.addLast(line);
  }

  /// The very last one; empty if there was none.
  synchronized String last() {
    return lines.isEmpty() ? "" : lines.getLast();
  }

  /// All that were kept, oldest first, as an end of a sentence; empty if there was none.
  synchronized String asLastWords() {
    return lines.isEmpty() ? "" : " Its last words: " + String.join(" | ", lines);
  }
}
