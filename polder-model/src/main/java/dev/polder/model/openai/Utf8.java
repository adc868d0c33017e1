package dev.polder.model.openai;

import dev.polder.http.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Tells whether bytes are well-formed UTF-8 (RFC 3629: no surrogates, nothing longer than needed,
/// nothing beyond U+10FFFF).
///
/// The JSON parser sees to that only in strings that it decodes, and those that a gateway need not
/// know are skipped. Eight bytes at a time where all of them are ASCII, as nearly everything is.
public final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ANY_HIGH_BIT = 0x8080808080808080L;

  private Utf8() {}

  /// Whether all of them are.
  public static boolean isWellFormed(Bytes bytes) {
    byte[] array = bytes.array();
    int end = bytes.offset() + bytes.length();
    int i = bytes.offset();
    while (i < end) {
      if (i + Long.BYTES <= end && ((long) LONGS.get(array, i) & ANY_HIGH_BIT) == 0) {
        i += Long.BYTES;
        continue;
      }
      int length = lengthAt(array, i, end);
      if (length == 0) {
        return false;
      }
      i += length;
    }
    return true;
  }

  /// How many bytes the character at `i` has; 0 where none begins or it is not well-formed.
  static int lengthAt(byte[] array, int i, int end) {
    int first = array[i] & 0xFF;
    if (first < 0x80) {
      return 1;
    }
    if (first < 0xC2 || first > 0xF4) {
      return 0;
    }
    int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (i + length > end || !isSecond(first, array[i + 1] & 0xFF)) {
      return 0;
    }
    for (int k = 2; k < length; k++) {
      if ((array[i + k] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /// The table of RFC 3629, section 4: the second byte's range depends on the first.
  private static boolean isSecond(int first, int second) {
    int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    return second >= least && second <= most;
  }
}
