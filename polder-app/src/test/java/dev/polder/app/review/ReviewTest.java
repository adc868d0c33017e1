package dev.polder.app.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.app.config.PolderFile;
import dev.polder.app.config.ReadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is unwise is told.
///
/// A new case is two files in `warned`: `NAME.yaml`, a file without fault, and `NAME.txt` with the
/// warnings, one a line. `FOLDER` in it stands for the folder of the file.
final class ReviewTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T10:00:00Z"));

  static Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/warned"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void warnsOfWhatIsUnwise(Path file) throws IOException {
    // Given
    List<String> expected = Files.readAllLines(Path.of(file.toString().replace(".yaml", ".txt")));
    ReadResult read = PolderFile.read(file, Map.of());
    assertThat(read).isInstanceOf(ReadResult.Good.class);

    // When
    List<String> warnings = Review.of(((ReadResult.Good) read).configuration(), CLOCK);

    // Then
    String folder = file.toAbsolutePath().getParent() + "";
    assertThat(warnings.stream().map(warning -> warning.replace(folder, "FOLDER")).toList())
        .isEqualTo(expected);
  }
}
