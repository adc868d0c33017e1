package dev.polder.engine.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  @Test
  void readsLinesWithEitherEndAndALastOneWithout() throws IOException {
    // Given
    var reader = new LineReader(new StringReader("one\r\n\ntwo\nthree"));

    // When
    List<String> lines = all(reader);

    // Then
    assertThat(lines).containsExactly("one", "", "two", "three");
  }

  @Test
  void handsOutAnEndlessLineInPieces() throws IOException {
    // Given
    var reader = new LineReader(new StringReader("x".repeat(2 * LineReader.MOST + 5)));

    // When
    List<String> lines = all(reader);

    // Then
    assertThat(lines)
        .extracting(String::length)
        .containsExactly(LineReader.MOST, LineReader.MOST, 5);
  }

  private static List<String> all(LineReader reader) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Optional<String> line = reader.next(); line.isPresent(); line = reader.next()) {
      lines.add(line.get());
    }
    return lines;
  }
}
