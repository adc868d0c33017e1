package dev.polder.evals.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 over parts, each with its length, so that moving a border changes the digest.
final class Digest {
  private final MessageDigest digest;

  Digest(String purpose) {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
    add(purpose);
  }

  Digest add(String part) {
    return add(part.getBytes(UTF_8));
  }

  Digest add(byte[] part) {
    digest.update(ByteBuffer.allocate(4).putInt(part.length).flip());
    digest.update(part);
    return this;
  }

  /// In hexadecimal digits. Ends this digest.
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /// The bytes of what was added since the last time.
  ByteBuffer take() {
    return ByteBuffer.wrap(digest.digest());
  }
}
