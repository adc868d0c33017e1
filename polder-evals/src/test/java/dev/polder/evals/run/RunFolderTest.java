package dev.polder.evals.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFolderTest {
  @TempDir private Path folder;

  private static final Cases CASES = Trials.cases(10);

  private static RunHeader header(String deployment, int n, Instant begun) {
    RunHeader header = Trials.header(CASES, Trials.subject(deployment), new Plan(n, 1, 7));
    return new RunHeader(
        "run-" + begun,
        header.program(),
        begun,
        header.suite(),
        header.subject(),
        header.method(),
        header.judge(),
        header.plan(),
        header.price());
  }

  private Path begun(String name, RunHeader header) throws IOException {
    Path file = folder.resolve(name);
    RunWriter.begin(file, header).close();
    return file;
  }

  @Test
  void theNewestLogOfTheSameIsGoneOnWith() throws Exception {
    // Given
    Instant now = Trials.NOW;
    begun("a.jsonl", header("one", 10, now));
    Path wanted = begun("b.jsonl", header("one", 10, now.plus(Duration.ofHours(2))));
    begun("c.jsonl", header("one", 10, now.plus(Duration.ofHours(1))));
    begun("d.jsonl", header("two", 10, now.plus(Duration.ofHours(3))));
    begun("e.jsonl", header("one", 9, now.plus(Duration.ofHours(4))));
    Files.writeString(folder.resolve("f.jsonl"), "");
    Files.writeString(folder.resolve("g.jsonl"), "{\"polder-run\":99}\n");
    Files.writeString(folder.resolve("notes.txt"), "mine");

    // Then
    assertThat(new RunFolder(folder).newest(header("one", 10, now))).contains(wanted);
    assertThat(new RunFolder(folder).newest(header("three", 10, now))).isEmpty();
    assertThat(new RunFolder(folder.resolve("nowhere")).newest(header("one", 10, now))).isEmpty();
  }

  @Test
  void namesCanStandInAPath() {
    assertThat(RunFolder.name("a/b:c", Trials.NOW, 0x12345))
        .isEqualTo("a_b_c-20261123T100000Z-2345");
  }
}
