package dev.polder.engine.decode;

import dev.polder.engine.chat.ChatMessage;
import dev.polder.engine.model.ModelFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// The tiny models of the test resources.
final class Fixtures {
  private Fixtures() {}

  static Path folder(String name) {
    try {
      return Path.of(Fixtures.class.getResource("/models/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /// A copy that a test may spoil.
  static Path copy(String name, Path target) {
    Path source = folder(name);
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Path copy = target.resolve(source.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ChatModel load(Path folder) {
    return ChatModel.load(
        ModelFolder.read(folder),
        1,
        InstantSource.fixed(Instant.parse("2025-01-30T12:00:00Z")),
        new Random(1));
  }

  static Question asking(String text) {
    return Question.of(List.of(new ChatMessage(ChatMessage.Role.USER, text)));
  }
}
