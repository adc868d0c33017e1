package dev.polder.gateway.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// A client's key as Polder keeps it: its hash only.
///
/// @param name who uses it, for receipts
/// @param hash `sha256:` and 64 hexadecimal digits. A plain hash suffices because the secret has
///   256 random bits: there is no list of likely ones to try.
public record ClientKey(String name, String hash) {
  private static final String PREFIX = "sha256:";

  public ClientKey {
    if (!isHash(hash)) {
      throw new IllegalArgumentException("not a key hash");
    }
  }

  /// Whether `text` has the form of a hash.
  public static boolean isHash(String text) {
    return text.matches("sha256:[0-9a-f]{64}");
  }

  /// A new secret, to be shown once.
  public static String newSecret(RandomGenerator random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return "polder-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// The hash under which `secret` is kept.
  public static String hashOf(String secret) {
    return PREFIX + HexFormat.of().formatHex(digest(secret));
  }

  boolean opensWith(byte[] digest) {
    return MessageDigest.isEqual(HexFormat.of().parseHex(hash.substring(PREFIX.length())), digest);
  }

  static byte[] digest(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
