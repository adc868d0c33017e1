package dev.polder.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnFolderTest {
  @TempDir private Path parent = Path.of("");

  @Test
  void twoDemosAtOnceHaveAFolderEach() throws IOException {
    try (OwnFolder one = OwnFolder.below(parent);
        OwnFolder other = OwnFolder.below(parent)) {
      assertThat(one.path()).isEqualTo(parent.resolve("demo-1"));
      assertThat(other.path()).isEqualTo(parent.resolve("demo-2"));
    }
  }

  @Test
  void whatAnEarlierDemoLeftBehindIsGone() throws IOException {
    // Given
    Path left;
    try (OwnFolder earlier = OwnFolder.below(parent)) {
      Files.createDirectories(earlier.path().resolve("state"));
      left = Files.writeString(earlier.path().resolve("state/restrictions.json"), "{}");
    }
    assertThat(left).exists();

    // When
    try (OwnFolder own = OwnFolder.below(parent)) {
      // Then
      assertThat(own.path()).isEqualTo(parent.resolve("demo-1"));
      assertThat(left).doesNotExist();
    }
  }
}
