package dev.polder.evidence.finding;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// A digest over texts which no two different lists of texts share.
final class Fingerprint {
  private Fingerprint() {}

  /// SHA-256 over `kind` and `parts`, each preceded by its length, so that nothing can move from
  /// one part into the next.
  ///
  /// @param kind what is digested, and the version of its form
  static String of(String kind, List<String> parts) {
    MessageDigest digest = sha256();
    add(digest, kind);
    parts.forEach(part -> add(digest, part));
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("every Java has SHA-256", absent);
    }
  }
}
