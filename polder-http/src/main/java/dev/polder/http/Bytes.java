package dev.polder.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// A stretch of a byte array that nobody changes any more.
///
/// Parsers cut it without copying, the relay passes it on without looking inside. Whoever makes one
/// from an array gives that array away. Any thread may read it.
public final class Bytes {
  public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

  private final byte[] array;
  private final int offset;
  private final int length;

  private Bytes(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /// All of `array`, which the caller must not write to afterwards.
  public static Bytes of(byte[] array) {
    return new Bytes(array, 0, array.length);
  }

  /// `length` bytes of `array` from `offset` on, which the caller must not write to afterwards.
  public static Bytes of(byte[] array, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, array.length);
    return new Bytes(array, offset, length);
  }

  public static Bytes utf8(String text) {
    return of(text.getBytes(UTF_8));
  }

  /// The bytes of a Vert.x buffer: shared where the buffer lies on the heap, as received ones do.
  public static Bytes of(Buffer buffer) {
    ByteBuf content = ((BufferInternal) buffer).getByteBuf();
    if (content.hasArray()) {
      return new Bytes(
          content.array(), content.arrayOffset() + content.readerIndex(), content.readableBytes());
    }
    return of(buffer.getBytes());
  }

  /// One stretch with all of `parts` in order; copies unless there is only one.
  public static Bytes concat(List<Bytes> parts) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    int total = 0;
    for (Bytes part : parts) {
      total = Math.addExact(total, part.length);
    }
    byte[] joined = new byte[total];
    int position = 0;
    for (Bytes part : parts) {
      System.arraycopy(part.array, part.offset, joined, position, part.length);
      position += part.length;
    }
    return of(joined);
  }

  public int length() {
    return length;
  }

  public boolean isEmpty() {
    return length == 0;
  }

  public byte at(int index) {
    return array[offset + Objects.checkIndex(index, length)];
  }

  /// The bytes from `from` (inclusive) to `to` (exclusive), sharing the array.
  public Bytes slice(int from, int to) {
    Objects.checkFromToIndex(from, to, length);
    return new Bytes(array, offset + from, to - from);
  }

  /// The array beneath, for parsers that take one; look only from [#offset()] on, never write.
  public byte[] array() {
    return array;
  }

  public int offset() {
    return offset;
  }

  public byte[] toArray() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  /// The text in UTF-8; a malformed sequence becomes U+FFFD.
  public String utf8() {
    return new String(array, offset, length, UTF_8);
  }

  /// A Vert.x buffer over the same array.
  public Buffer toBuffer() {
    return BufferInternal.buffer(Unpooled.wrappedBuffer(array, offset, length));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that
        && Arrays.equals(
            array, offset, offset + length, that.array, that.offset, that.offset + that.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  /// The length only: contents may be private and do not belong in logs.
  @Override
  public String toString() {
    return "Bytes[" + length + "]";
  }
}
