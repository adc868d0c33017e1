package dev.polder.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.evidence.finding.Finding;
import dev.polder.evidence.finding.Findings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An evaluation writes in one process while the gateway reads in another.
class TwoProcessesTest {
  private static final int FINDINGS = 20;

  /// How long to leave the writer alone between two looks.
  private static final int POLL = 5;

  @TempDir private Path folder;

  @Test
  void oneReadsWhileTheOtherWrites() throws IOException, InterruptedException {
    Path file = folder.resolve("polder.db");
    Path errors = folder.resolve("errors");
    try (Store store = Store.open(file)) {
      Findings findings = store.findings();
      Process writer = start(file, errors);
      try {
        // When this process polls and reads as the gateway would
        long seen = 0;
        while (!writer.waitFor(POLL, TimeUnit.MILLISECONDS) || findings.version() > seen) {
          long version = findings.version();
          List<Finding> all = findings.all();
          assertThat(version).isGreaterThanOrEqualTo(seen);
          assertThat(all).hasSizeGreaterThanOrEqualTo((int) version);
          assertThat(all).allMatch(finding -> finding.runs().size() == 2);
          seen = version;
        }

        // Then it has seen each finding whole, and all of them in the end
        assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(errors)).doesNotContain("WARNING", "SEVERE", "Exception");
        assertThat(writer.exitValue()).isZero();
        assertThat(findings.all()).hasSize(FINDINGS);
        assertThat(findings.version()).isEqualTo(FINDINGS);
      } finally {
        writer.destroyForcibly();
      }
    }
  }

  @Test
  void aWriterThatIsKilledLeavesNothingByHalves() throws IOException, InterruptedException {
    Path file = folder.resolve("polder.db");
    try (Store store = Store.open(file)) {
      Process writer = start(file, folder.resolve("errors"));
      while (store.findings().version() < 3) {
        assertThat(writer.waitFor(POLL, TimeUnit.MILLISECONDS)).isFalse();
      }
      writer.destroyForcibly();
      writer.waitFor();

      List<Finding> all = store.findings().all();
      assertThat(all).hasSizeGreaterThanOrEqualTo(3);
      assertThat(all).allMatch(finding -> finding.judgement().guardrail().isPresent());
      store.findings().add(Examples.alone(Examples.MEASURED));
      assertThat(store.findings().all()).hasSize(all.size() + 1);
    }
  }

  private static Process start(Path file, Path errors) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            file.toString())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(errors.toFile())
        .start();
  }

  /// Keeps one finding after the other. What it writes to its error stream is a fault.
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) throws IOException {
      try (Store store = Store.open(Path.of(arguments[0]))) {
        for (int i = 0; i < FINDINGS; i++) {
          store.findings().add(Examples.full(Examples.MEASURED.plusMillis(i)));
          store.answers().add(Examples.run("run-" + i, Examples.MEASURED), Examples.answers(200));
        }
      } catch (IOException wrong) {
        System.err.write(wrong.toString().getBytes(StandardCharsets.UTF_8));
        System.exit(1);
      }
    }
  }
}
