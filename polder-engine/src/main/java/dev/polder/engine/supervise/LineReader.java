package dev.polder.engine.supervise;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/// Reads lines of bounded length: a child that never ends its line costs no more memory than
/// others.
final class LineReader {
  /// A longer line is handed out in pieces of this many characters.
  static final int MOST = 4_096;

  private final Reader reader;
  private final char[] buffer = new char[MOST];
  private int position;
  private int filled;

  LineReader(Reader reader) {
    this.reader = reader;
  }

  /// The next line without its end, or empty at the end of the stream.
  Optional<String> next() throws IOException {
    var line = new StringBuilder();
    while (line.length() < MOST) {
      if (position == filled && !fill()) {
        return line.isEmpty() ? Optional.empty() : Optional.of(line.toString());
      }
      char next = buffer[position++];
      if (next == '\n') {
        break;
      }
      if (next != '\r') {
        line.append(next);
      }
    }
    return Optional.of(line.toString());
  }

  private boolean fill() throws IOException {
    filled = Math.max(reader.read(buffer), 0);
    position = 0;
    return filled > 0;
  }
}
