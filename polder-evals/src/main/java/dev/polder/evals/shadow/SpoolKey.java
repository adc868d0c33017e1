package dev.polder.evals.shadow;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.polder.model.Secret;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/// What spools are encrypted with: every file has a key of its own, derived from this one and the
/// file's salt by HKDF-SHA256 (RFC 5869), so that no key and nonce are ever used twice.
///
/// Any thread may use it.
public final class SpoolKey {
  /// A secret with fewer characters could be tried out.
  public static final int SHORTEST_SECRET = 32;

  private static final int ROOT_BYTES = 32;
  private static final int KEY_BYTES = 32;
  private static final int CHECK_BYTES = 16;
  private static final int TAG_BITS = 128;
  private static final int NONCE_BYTES = 12;
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final byte[] FOR_CONTENTS = "polder spool 1 contents".getBytes(UTF_8);
  private static final byte[] FOR_CHECK = "polder spool 1 check".getBytes(UTF_8);

  private final byte[] root;
  private final boolean lasting;

  private SpoolKey(byte[] root, boolean lasting) {
    this.root = root;
    this.lasting = lasting;
  }

  /// A key that is in memory only: what it has encrypted nobody can read once the process is over.
  ///
  /// @param random one that nobody can foretell, such as a `SecureRandom`
  public static SpoolKey random(RandomGenerator random) {
    byte[] root = new byte[ROOT_BYTES];
    random.nextBytes(root);
    return new SpoolKey(root, false);
  }

  /// A key made of a secret, the same after a restart.
  ///
  /// @throws IllegalArgumentException when the secret is shorter than [#SHORTEST_SECRET]
  public static SpoolKey of(Secret secret) {
    if (secret.reveal().length() < SHORTEST_SECRET) {
      throw new IllegalArgumentException("the secret is too short for a key");
    }
    return new SpoolKey(secret.reveal().getBytes(UTF_8), true);
  }

  /// Whether it is there again after a restart.
  boolean isLasting() {
    return lasting;
  }

  /// The key of one file.
  ///
  /// @param salt the file's own
  OfFile of(byte[] salt) {
    try {
      KDF hkdf = KDF.getInstance("HKDF-SHA256");
      return new OfFile(
          hkdf.deriveKey("AES", derivation(salt, FOR_CONTENTS, KEY_BYTES)),
          hkdf.deriveData(derivation(salt, FOR_CHECK, CHECK_BYTES)));
    } catch (GeneralSecurityException absent) {
      throw new IllegalStateException("this Java has no HKDF-SHA256", absent);
    }
  }

  private HKDFParameterSpec derivation(byte[] salt, byte[] purpose, int length) {
    return HKDFParameterSpec.ofExtract().addIKM(root).addSalt(salt).thenExpand(purpose, length);
  }

  /// The key of one file, and what tells whether the file is of this key.
  static final class OfFile {
    private final SecretKey key;
    private final byte[] check;

    private OfFile(SecretKey key, byte[] check) {
      this.key = key;
      this.check = check;
    }

    byte[] check() {
      return check.clone();
    }

    boolean made(byte[] otherCheck) {
      return Arrays.equals(check, otherCheck);
    }

    /// @param index never the same twice in a file
    /// @param openly what stands beside it and must not be altered either
    byte[] seal(long index, byte[] openly, byte[] content) {
      try {
        return cipher(Cipher.ENCRYPT_MODE, index, openly).doFinal(content);
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    /// @throws GeneralSecurityException when anything of it was altered
    byte[] open(long index, byte[] openly, byte[] sealed) throws GeneralSecurityException {
      return cipher(Cipher.DECRYPT_MODE, index, openly).doFinal(sealed);
    }

    private Cipher cipher(int mode, long index, byte[] openly) throws GeneralSecurityException {
      byte[] nonce = new byte[NONCE_BYTES];
      for (int i = 0; i < Long.BYTES; i++) {
        nonce[NONCE_BYTES - 1 - i] = (byte) (index >>> (Byte.SIZE * i));
      }
      Cipher cipher = Cipher.getInstance(CIPHER);
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(openly);
      return cipher;
    }
  }
}
