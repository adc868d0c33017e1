package dev.polder.http.sse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Line ends wherever they stand, and nothing that only looks like one.
final class LineEndTest {
  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n", "\n\n"})
  void theFirstLineEndIsFoundWhereverItStands(String end) {
    for (int before = 0; before < 20; before++) {
      for (int behind = 0; behind < 20; behind++) {
        byte[] line = ("é".repeat(before) + end + "x".repeat(behind)).getBytes(ISO_8859_1);

        assertThat(LineEnd.after(line, 0, line.length)).isEqualTo(before);
      }
    }
  }

  @Test
  void noOtherByteIsALineEnd() {
    for (int other = 0; other < 256; other++) {
      if (other != '\n' && other != '\r') {
        byte[] line = new byte[21];
        Arrays.fill(line, (byte) other);

        assertThat(LineEnd.after(line, 0, line.length)).as("byte %d", other).isEqualTo(21);
      }
    }
  }

  @Test
  void whatStandsOutsideIsNotLookedAt() {
    byte[] lines = "\nabcdefghij\n".getBytes(ISO_8859_1);

    assertThat(LineEnd.after(lines, 1, 11)).isEqualTo(11);
  }
}
