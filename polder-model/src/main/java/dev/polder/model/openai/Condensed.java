package dev.polder.model.openai;

import dev.polder.http.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// JSON without most of its texts, for a reader who wants the rest of it.
///
/// Whole characters and whole escapes within a string can go without making valid JSON invalid, or
/// invalid JSON valid; only what a string says changes. A long answer is nearly all such. They are
/// passed over eight bytes at a time here, where a parser looks at every one.
final class Condensed {
  /// So much of every string stays: names and reasons are shorter.
  private static final int SHORT = 64;

  /// So many bytes stay behind what might be at fault: they may be the digits of an escape, or keep
  /// two halves of something apart.
  private static final int NEIGHBOURS = 4;

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH = 0x0101_0101_0101_0101L;
  private static final long HIGH = 0x8080_8080_8080_8080L;

  private final byte[] in;
  private final int end;
  private byte[] out;
  private int length;

  private Condensed(Bytes json) {
    this.in = json.array();
    this.end = json.offset() + json.length();
    this.out = new byte[Math.min(json.length(), 16 * SHORT)];
  }

  /// `json` with the same structure, names and short strings, and long strings shortened.
  static Bytes of(Bytes json) {
    Condensed condensed = new Condensed(json);
    condensed.run(json.offset());
    return Bytes.of(condensed.out, 0, condensed.length);
  }

  private void run(int from) {
    int at = from;
    while (at < end) {
      int string = behindQuote(at);
      keep(at, string);
      at = shortened(string);
    }
  }

  /// Behind the quote that begins the next string, or the end.
  private int behindQuote(int from) {
    int at = from;
    while (at < end && in[at] != '"') {
      at++;
    }
    return Math.min(end, at + 1);
  }

  /// Takes over the string whose inside begins at `from`; where it has ended, its quote included.
  private int shortened(int from) {
    int at = from;
    int keepTo = from + SHORT;
    while (at < end) {
      int behind = endOfLetters(at);
      if (at < keepTo) {
        keep(at, Math.min(behind, keepTo));
      }
      at = behind;
      if (at == end) {
        return end;
      }
      if (in[at] == '"') {
        keep(at, at + 1);
        return at + 1;
      }
      behind = at + soundLength(at);
      if (behind == at) {
        behind = Math.min(end, at + (in[at] == '\\' ? 2 : 1));
        keepTo = Math.max(keepTo, behind + NEIGHBOURS);
      }
      if (at < keepTo) {
        keep(at, behind);
      }
      at = behind;
    }
    return at;
  }

  /// How long the escape or the character beyond ASCII at `at` is, which can go; 0 for a fault and
  /// for an escape with digits.
  private int soundLength(int at) {
    if (in[at] == '\\') {
      return at + 1 < end && isEscape(in[at + 1]) ? 2 : 0;
    }
    return in[at] < 0 ? Utf8.lengthAt(in, at, end) : 0;
  }

  private static boolean isEscape(byte behindBackslash) {
    return switch (behindBackslash) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> true;
      default -> false;
    };
  }

  private static boolean isLetter(byte next) {
    return next >= ' ' && next != '"' && next != '\\';
  }

  private int endOfLetters(int from) {
    int at = from;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      long others = others((long) EIGHT.get(in, at));
      if (others != 0) {
        return at + Long.numberOfTrailingZeros(others) / Byte.SIZE;
      }
    }
    while (at < end && isLetter(in[at])) {
      at++;
    }
    return at;
  }

  /// The high bit of the first of eight bytes that is no letter, and perhaps of later ones. With
  /// one bit turned over, a quote and all control characters are what is below 0x21 (Lemire,
  /// "Quickly checking whether a string needs escaping", 2024).
  private static long others(long eight) {
    long quoteOrControl = (eight ^ 0x02 * EACH) - 0x21 * EACH;
    long escape = (eight ^ '\\' * EACH) - EACH;
    return (eight | quoteOrControl | escape) & HIGH;
  }

  private void keep(int from, int to) {
    int count = to - from;
    if (length + count > out.length) {
      out = Arrays.copyOf(out, 2 * (length + count));
    }
    System.arraycopy(in, from, out, length, count);
    length += count;
  }
}
