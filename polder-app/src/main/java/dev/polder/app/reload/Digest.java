package dev.polder.app.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.TreeMap;

/// What some files hold, in one word: the same word, the same contents.
///
/// @param word a hash; of secret files too, so it is not printed
record Digest(String word) {
  /// Nothing has been looked at yet.
  static final Digest NONE = new Digest("");

  /// A missing or unreadable file counts as one of its own kind of contents.
  static Digest of(Collection<Path> files) {
    TreeMap<Path, String> contents = new TreeMap<>();
    files.forEach(file -> contents.put(file, of(file)));
    return new Digest(contents.toString());
  }

  private static String of(Path file) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(Files.readAllBytes(file)));
    } catch (IOException unreadable) {
      return "unreadable";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public String toString() {
    return "Digest";
  }
}
