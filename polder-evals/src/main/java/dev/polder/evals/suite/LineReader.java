package dev.polder.evals.suite;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads lines as bytes, with where they stand. Lines end with LF or CRLF; of a line that is too
/// long only its length is known, so that no file can take more memory than one line may.
final class LineReader {
  /// A line without its end.
  static final class Line {
    private final int number;
    private final long offset;
    private final byte[] bytes;
    private final boolean tooLong;

    private Line(int number, long offset, byte[] bytes, boolean tooLong) {
      this.number = number;
      this.offset = offset;
      this.bytes = bytes;
      this.tooLong = tooLong;
    }

    /// Counted from 1.
    int number() {
      return number;
    }

    /// Where its first byte stands in the file.
    long offset() {
      return offset;
    }

    /// Empty where it is too long.
    byte[] bytes() {
      return bytes;
    }

    boolean isTooLong() {
      return tooLong;
    }
  }

  private static final int BUFFER = 64 * 1024;

  private final InputStream stream;
  private final int longest;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int filled;
  private long offset;
  private int number;

  LineReader(InputStream stream, int longest) {
    this.stream = stream;
    this.longest = longest;
  }

  /// The next line, or null after the last.
  @Nullable Line next() throws IOException {
    if (position == filled && !fill()) {
      return null;
    }
    long start = offset;
    boolean tooLong = false;
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    while (true) {
      int end = position;
      while (end < filled && buffer[end] != '\n') {
        end++;
      }
      tooLong |= line.size() + (end - position) > longest;
      if (!tooLong) {
        line.write(buffer, position, end - position);
      }
      boolean ended = end < filled;
      offset += end - position + (ended ? 1 : 0);
      position = end + (ended ? 1 : 0);
      if (ended || !fill()) {
        number++;
        return new Line(
            number, start, tooLong ? new byte[0] : withoutReturn(line.toByteArray()), tooLong);
      }
    }
  }

  private boolean fill() throws IOException {
    position = 0;
    filled = Math.max(0, stream.read(buffer));
    return filled > 0;
  }

  private static byte[] withoutReturn(byte[] line) {
    return line.length > 0 && line[line.length - 1] == '\r'
        ? Arrays.copyOf(line, line.length - 1)
        : line;
  }
}
