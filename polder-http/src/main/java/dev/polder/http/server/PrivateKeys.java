package dev.polder.http.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/// Finds the private key of a certificate in a file.
final class PrivateKeys {
  private PrivateKeys() {}

  /// The key in `file` that belongs to `certified`. Blocks.
  ///
  /// @throws IOException with a sentence for a person, and nothing of the file's content
  static PrivateKey read(Path file, Path certificate, PublicKey certified) throws IOException {
    PrivateKey key = decoded(file, Pem.read(file, "key file"), certified);
    if (!belongTogether(key, certified)) {
      throw new IOException(
          "The key in '%s' is not that of the certificate in '%s'. Name the pair that was made together."
              .formatted(file, certificate));
    }
    return key;
  }

  private static PrivateKey decoded(Path file, Pem pem, PublicKey certified) throws IOException {
    for (Pem.Block block : pem.blocks()) {
      switch (block.label()) {
        case "PRIVATE KEY" -> {
          return key(file, block.bytes().array(), certified);
        }
        case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> {
          return key(file, wrapped(block.bytes().array(), certified), certified);
        }
        case "ENCRYPTED PRIVATE KEY" ->
            throw new IOException(
                "The key in '%s' is encrypted, and Polder asks for no passphrase. Write it without one ('openssl pkey -in OLD -out NEW'), readable by the user that Polder runs as only."
                    .formatted(file));
        default -> {} // parameters of a curve, or the certificate itself
      }
    }
    throw new IOException(
        "The file '%s' holds no private key in PEM form (-----BEGIN PRIVATE KEY-----)."
            .formatted(file));
  }

  private static PrivateKey key(Path file, byte[] encoded, PublicKey certified) throws IOException {
    try {
      return KeyFactory.getInstance(certified.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException unusable) {
      // The exception's own words may repeat bytes of the key, so it is no cause either.
      throw new IOException(
          "The key in '%s' is damaged, or not of the kind of its certificate (%s). Name the pair that was made together."
              .formatted(file, certified.getAlgorithm()));
    }
  }

  /// A key in the older form that names no algorithm, in PKCS #8 (RFC 5958), which does: its
  /// algorithm is that of the certificate, so the certificate's bytes for it serve.
  private static byte[] wrapped(byte[] key, PublicKey certified) {
    byte[] version = {0x02, 0x01, 0x00};
    return der(0x30, List.of(version, algorithm(certified.getEncoded()), der(0x04, List.of(key))));
  }

  /// The first element of `SubjectPublicKeyInfo ::= SEQUENCE { algorithm SEQUENCE …, … }`.
  private static byte[] algorithm(byte[] publicKey) {
    int from = headerLength(publicKey, 0);
    int length = headerLength(publicKey, from) + contentLength(publicKey, from);
    byte[] algorithm = new byte[length];
    System.arraycopy(publicKey, from, algorithm, 0, length);
    return algorithm;
  }

  private static int headerLength(byte[] der, int at) {
    int first = der[at + 1] & 0xFF;
    return first < 0x80 ? 2 : 2 + (first & 0x7F);
  }

  private static int contentLength(byte[] der, int at) {
    int length = der[at + 1] & 0xFF;
    if (length < 0x80) {
      return length;
    }
    int value = 0;
    for (int i = 0; i < (length & 0x7F); i++) {
      value = value << 8 | (der[at + 2 + i] & 0xFF);
    }
    return value;
  }

  private static byte[] der(int tag, List<byte[]> parts) {
    int length = parts.stream().mapToInt(part -> part.length).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
    parts.forEach(out::writeBytes);
    return out.toByteArray();
  }

  /// What the one signs, the other believes.
  private static boolean belongTogether(PrivateKey key, PublicKey certified) {
    byte[] sample = {'p', 'o', 'l', 'd', 'e', 'r'};
    try {
      Signature signing = Signature.getInstance(signature(certified.getAlgorithm()));
      signing.initSign(key);
      signing.update(sample);
      byte[] signed = signing.sign();
      Signature verifying = Signature.getInstance(signature(certified.getAlgorithm()));
      verifying.initVerify(certified);
      verifying.update(sample);
      return verifying.verify(signed);
    } catch (GeneralSecurityException doNotFit) {
      return false;
    }
  }

  private static String signature(String algorithm) {
    return switch (algorithm) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      default -> algorithm; // Ed25519 and its like are called as their keys
    };
  }
}
