package dev.polder.evals.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/// The whole lines of a file, one after the other. What stands behind the last newline is no line:
/// a write that was cut off leaves it.
final class Lines {
  private static final int BLOCK = 1 << 20;

  private final FileChannel channel;
  private byte[] bytes = new byte[BLOCK];

  /// Where in the file `bytes` begins.
  private long base;

  private int filled;
  private int from;
  private int to = -1;

  /// @param channel read by position; whoever opened it closes it
  /// @param start where in it the first line begins
  Lines(FileChannel channel, long start) {
    this.channel = channel;
    this.base = start;
  }

  /// Moves to the next line; false where no whole one is left.
  boolean next() throws IOException {
    int begin = to + 1;
    int end = begin;
    while (true) {
      while (end < filled) {
        if (bytes[end] == '\n') {
          from = begin;
          to = end;
          return true;
        }
        end++;
      }
      int kept = filled - begin;
      if (!fill(begin)) {
        return false;
      }
      begin = 0;
      end = kept;
    }
  }

  /// Reads more behind what is left from `begin` on, which moves to the front.
  private boolean fill(int begin) throws IOException {
    int kept = filled - begin;
    if (kept == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    System.arraycopy(bytes, begin, bytes, 0, kept);
    base += begin;
    filled = kept;
    from = 0;
    to = -1;
    int read = channel.read(ByteBuffer.wrap(bytes, kept, bytes.length - kept), base + kept);
    filled += Math.max(0, read);
    return read > 0;
  }

  /// Holds the line until the next one is asked for.
  byte[] array() {
    return bytes;
  }

  int offset() {
    return from;
  }

  /// Without the newline.
  int length() {
    return to - from;
  }

  /// Where in the file the line begins.
  long position() {
    return base + from;
  }

  /// Where in the file the next line begins: behind the last whole one, once there is none left.
  long end() {
    return base + to + 1;
  }
}
