package dev.polder.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads a secret from a file of its own, as container platforms mount them.
public final class SecretFile {
  /// No key is nearly as long; a wrong file often is.
  private static final long LONGEST = 16 * 1024;

  private SecretFile() {}

  /// The one line of `file`, without blanks around it. Blocks.
  ///
  /// @throws IOException with a sentence for a person that names the file and the remedy, and
  ///   nothing of its content
  public static Secret read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw unusable(file, "does not exist", "Create it, or name another");
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw unusable(file, "cannot be read", "Let the user that Polder runs as read it");
    }
    if (Files.size(file) > LONGEST) {
      throw unusable(
          file, "is longer than any secret", "Write the secret into it, and nothing else");
    }
    String text;
    try {
      text = Files.readString(file, UTF_8).strip();
    } catch (CharacterCodingException binary) {
      throw unusable(file, "holds no text", "Write the secret into it, and nothing else");
    }
    if (text.isEmpty()) {
      throw unusable(file, "is empty", "Write the secret into it");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw unusable(file, "has more than one line", "Write the secret into it, and nothing else");
    }
    return new Secret(text);
  }

  private static IOException unusable(Path file, String fault, String remedy) {
    return new IOException("The secret's file '%s' %s. %s.".formatted(file, fault, remedy));
  }
}
