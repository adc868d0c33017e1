package dev.polder.http.sse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Finds where a line ends, eight bytes at a time: it is looked for in every byte of every stream.
final class LineEnd {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH = 0x0101_0101_0101_0101L;
  private static final long HIGH = 0x8080_8080_8080_8080L;

  private LineEnd() {}

  /// The place of the first LF or CR from `from` on, or `end`.
  static int after(byte[] array, int from, int end) {
    int at = from;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      long eight = (long) EIGHT.get(array, at);
      long found = (isZero(eight ^ '\n' * EACH) | isZero(eight ^ '\r' * EACH)) & HIGH;
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    while (at < end && array[at] != '\n' && array[at] != '\r') {
      at++;
    }
    return at;
  }

  /// The high bit of the first byte that is zero, and perhaps of later ones (Anderson, Bit
  /// Twiddling Hacks, "determine if a word has a zero byte").
  private static long isZero(long eight) {
    return (eight - EACH) & ~eight;
  }
}
