package dev.polder.model.openai;

import dev.polder.http.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// JSON without most of the letters in its texts, for a reader who wants the rest of it.
///
/// Plain letters within a string can go without making valid JSON invalid, or invalid JSON valid;
/// only what a string says changes. A long answer is nearly all such letters. They are passed over
/// eight at a time here, where a parser looks at every one.
final class Condensed {
  /// So much of every string stays: names and reasons are shorter.
  private static final int SHORT = 64;

  /// So many letters stay behind what is no letter: they may be the digits of an escape.
  private static final int ESCAPED = 4;

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
    this.out = new byte[json.length() / 4 + 2 * SHORT];
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
    while (at < end) {
      if (isLetter(in[at])) {
        int behind = endOfLetters(at);
        keep(at, Math.min(behind, Math.max(at + ESCAPED, from + SHORT)));
        at = behind;
      } else if (in[at] == '"') {
        keep(at, at + 1);
        return at + 1;
      } else {
        int behind = Math.min(end, at + (in[at] == '\\' ? 2 : 1));
        keep(at, behind);
        at = behind;
      }
    }
    return at;
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

  /// The high bit of the first of eight bytes that is no letter, and perhaps of later ones
  /// (Anderson, Bit Twiddling Hacks, "determine if a word has a byte less than n").
  private static long others(long eight) {
    long quotes = eight ^ '"' * EACH;
    long escapes = eight ^ '\\' * EACH;
    long control = (eight - ' ' * EACH) & ~eight;
    return (eight | isZero(quotes) | isZero(escapes) | control) & HIGH;
  }

  private static long isZero(long eight) {
    return (eight - EACH) & ~eight;
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
