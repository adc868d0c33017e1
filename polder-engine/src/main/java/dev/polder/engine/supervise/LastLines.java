package dev.polder.engine.supervise;

import java.util.ArrayDeque;

/// The last lines that a child wrote, as far as a message can carry them.
final class LastLines {
  /// Enough to hold the frame that the JVM's report of a crash names, eight lines from its end.
  private static final int MOST = 20;

  private static final int LONGEST = 300;

  private final ArrayDeque<String> lines = new ArrayDeque<>();

  synchronized void add(String line) {
    if (line.isBlank()) {
      return;
    }
    if (lines.size() == MOST) {
      lines.removeFirst();
    }
    lines.addLast(line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line);
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
