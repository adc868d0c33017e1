package dev.polder.app.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.polder.model.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/// The tokens that let a person in, of which only hashes are kept: as a rule one, two while one
/// takes the place of the other. Any thread may ask and replace.
final class AdminTokens {
  private volatile List<byte[]> digests;

  AdminTokens(List<Secret> tokens) {
    digests = digests(tokens);
  }

  /// Only these let in from now on.
  void replace(List<Secret> tokens) {
    digests = digests(tokens);
  }

  /// Whether `shown` is one of them. Compares with all, each in constant time.
  boolean letIn(String shown) {
    byte[] digest = digest(shown);
    boolean found = false;
    for (byte[] known : digests) {
      found |= MessageDigest.isEqual(known, digest);
    }
    return found;
  }

  private static List<byte[]> digests(List<Secret> tokens) {
    return tokens.stream().map(token -> digest(token.reveal())).toList();
  }

  private static byte[] digest(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
