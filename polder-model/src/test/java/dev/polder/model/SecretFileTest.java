package dev.polder.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A secret in a file of its own.
final class SecretFileTest {
  @TempDir private Path folder;

  private void refused(Path file, String fault) {
    assertThatThrownBy(() -> SecretFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'" + file + "' " + fault)
        .hasMessageNotContaining("planted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"planted", "planted\n", "  planted\r\n", "\nplanted\n\n"})
  void readsTheOneLine(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), content);

    assertThat(SecretFile.read(file)).isEqualTo(new Secret("planted"));
  }

  @Test
  void namesAFileThatIsNotThere() {
    refused(folder.resolve("missing"), "does not exist");
  }

  @Test
  void namesAFolder() {
    refused(folder, "cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\n"})
  void namesAFileWithNothingInIt(String content) throws IOException {
    refused(Files.writeString(folder.resolve("key"), content), "is empty");
  }

  @Test
  void namesAFileWithMoreThanOneLine() throws IOException {
    refused(
        Files.writeString(folder.resolve("key"), "planted-1\nplanted-2\n"),
        "has more than one line");
  }

  @Test
  void namesABinaryFile() throws IOException {
    refused(
        Files.write(folder.resolve("key"), new byte[] {(byte) 0xff, (byte) 0xfe, 0}),
        "holds no text");
  }

  @Test
  void namesAFileThatIsFarTooLong() throws IOException {
    refused(
        Files.writeString(folder.resolve("key"), "planted".repeat(10_000)),
        "is longer than any secret");
  }
}
