package dev.polder.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Damages bytes in the ways in which they are damaged by accident and by malice: bits flipped,
/// stretches lost, doubled or moved, and pieces put in that parsers are known to stumble over.
public final class Mutation {
  private final List<byte[]> pieces;

  /// @param pieces what is put in now and then, byte for byte (Latin-1)
  public Mutation(String... pieces) {
    this.pieces = Arrays.stream(pieces).map(piece -> piece.getBytes(ISO_8859_1)).toList();
  }

  /// `bytes` with one to six damages.
  public byte[] of(byte[] bytes, Random random) {
    byte[] damaged = bytes;
    for (int i = random.nextInt(6); i >= 0; i--) {
      damaged = once(damaged, random);
    }
    return damaged;
  }

  private byte[] once(byte[] bytes, Random random) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + random.nextInt(16));
    return switch (random.nextInt(7)) {
      case 0 -> flipped(bytes, random);
      case 1 -> joined(bytes, from, new byte[0], to);
      case 2 -> joined(bytes, to, Arrays.copyOfRange(bytes, from, to), to);
      case 3 -> Arrays.copyOf(bytes, from);
      case 4 -> joined(bytes, from, randomBytes(random), from);
      default ->
          pieces.isEmpty()
              ? flipped(bytes, random)
              : joined(
                  bytes,
                  from,
                  pieces.get(random.nextInt(pieces.size())),
                  random.nextBoolean() ? from : to);
    };
  }

  private static byte[] flipped(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return bytes;
    }
    byte[] flipped = bytes.clone();
    flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }

  /// Up to 8 random bytes.
  private static byte[] randomBytes(Random random) {
    byte[] bytes = new byte[random.nextInt(9)];
    random.nextBytes(bytes);
    return bytes;
  }

  /// The bytes before `headEnd`, `middle`, and the bytes from `tailStart` on.
  private static byte[] joined(byte[] bytes, int headEnd, byte[] middle, int tailStart) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, headEnd);
    out.writeBytes(middle);
    out.write(bytes, tailStart, bytes.length - tailStart);
    return out.toByteArray();
  }
}
