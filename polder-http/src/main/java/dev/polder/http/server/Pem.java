package dev.polder.http.server;

import dev.polder.http.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file of blocks between `-----BEGIN …-----` and `-----END …-----`. What stands around them is
/// not looked at.
///
/// @param blocks in their order
record Pem(List<Block> blocks) {
  /// @param label such as `CERTIFICATE`
  /// @param bytes what was encoded; may be a private key
  record Block(String label, Bytes bytes) {}

  private static final long LONGEST = 1024 * 1024;
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----", Pattern.DOTALL);

  /// Reads `file`. Blocks.
  ///
  /// @param what the file is, for messages
  /// @throws IOException with a sentence for a person that names the file and the remedy, and
  ///   nothing of its content
  static Pem read(Path file, String what) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException(
          "The %s '%s' does not exist. Create it, or name another.".formatted(what, file));
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new IOException(
          "The %s '%s' cannot be read. Let the user that Polder runs as read it."
              .formatted(what, file));
    }
    if (Files.size(file) > LONGEST) {
      throw new IOException(
          "The %s '%s' is longer than any such file. Name another.".formatted(what, file));
    }
    return of(Files.readString(file, StandardCharsets.ISO_8859_1));
  }

  static Pem of(String text) {
    List<Block> blocks = new ArrayList<>();
    for (Matcher block = BLOCK.matcher(text); block.find(); ) {
      try {
        blocks.add(
            new Block(block.group(1), Bytes.of(Base64.getMimeDecoder().decode(block.group(2)))));
      } catch (IllegalArgumentException damaged) {
        // As if it were not there: whoever wants it says that it is missing.
      }
    }
    return new Pem(List.copyOf(blocks));
  }
}
