package dev.polder.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rehearsal as `./polder` starts it, which waits for its end.
final class RehearsalRunTest {
  @TempDir private Path folder = Path.of("");

  private static Process rehearsal(Path temporary) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + temporary,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.polder.app.RehearsalRun")
        .redirectErrorStream(true)
        .start();
  }

  @Test
  void itGoesTheWholeWayAndEnds() throws Exception {
    // When
    Process rehearsal = rehearsal(folder);
    String said = new String(rehearsal.getInputStream().readAllBytes(), UTF_8);

    // Then
    assertThat(rehearsal.waitFor()).as(said).isZero();
    assertThat(said).contains("two").contains("non-inferior");
  }

  @Test
  void itEndsAlsoWhenItFails() throws Exception {
    // When: nothing can be written, which it learns with its upstream running
    Process rehearsal = rehearsal(folder.resolve("not-there"));
    String said = new String(rehearsal.getInputStream().readAllBytes(), UTF_8);

    // Then
    assertThat(rehearsal.waitFor()).as(said).isOne();
    assertThat(said).contains("not-there");
  }
}
