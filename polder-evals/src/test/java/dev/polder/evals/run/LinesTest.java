package dev.polder.evals.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinesTest {
  @TempDir private Path folder;

  private long end;

  private List<String> read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), text);
    List<String> found = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file)) {
      Lines lines = new Lines(channel, 0);
      while (lines.next()) {
        String line = new String(lines.array(), lines.offset(), lines.length(), UTF_8);
        assertThat(text.substring((int) lines.position())).startsWith(line + "\n");
        found.add(line);
      }
      end = lines.end();
      assertThat(lines.next()).isFalse();
    }
    return found;
  }

  @Test
  void whatFollowsTheLastNewlineIsNoLine() throws IOException {
    assertThat(read("one\ntwo\n\nthr")).containsExactly("one", "two", "");
    assertThat(end).isEqualTo(9);
    assertThat(read("one\n")).containsExactly("one");
    assertThat(end).isEqualTo(4);
    assertThat(read("on")).isEmpty();
    assertThat(end).isZero();
    assertThat(read("")).isEmpty();
    assertThat(end).isZero();
  }

  @Test
  void linesMayBeLongerThanWhatIsReadAtOnce() throws IOException {
    // Given
    String most = "x".repeat(1_000_000);
    String longer = "y".repeat(2_500_000);

    // Then
    assertThat(read("a\n" + most + "\nb\n" + longer + "\nc\nrest"))
        .containsExactly("a", most, "b", longer, "c");
    assertThat(end).isEqualTo(3_500_008);
  }
}
