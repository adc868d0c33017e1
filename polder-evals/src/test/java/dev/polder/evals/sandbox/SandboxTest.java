package dev.polder.evals.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "commands of these tests are Unix's")
final class SandboxTest {
  private static final Sandbox.Bounds USUAL =
      new Sandbox.Bounds(Duration.ofSeconds(20), 512L << 20, 1000);

  /// Whether a process runs whose command line holds `mark`.
  private static boolean runs(String mark) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(mark))
        .anyMatch(ProcessHandle::isAlive);
  }

  private static void waitUntilGone(String mark) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (runs(mark) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(runs(mark)).as("still runs").isFalse();
  }

  @Nested
  final class ShutIn {
    @BeforeAll
    static void needsNamespaces() {
      Optional<String> lacking = Sandbox.lacking();
      assumeTrue(lacking.isEmpty(), () -> "commands cannot be shut in here: " + lacking.orElse(""));
    }

    @Test
    void givesInputAndTakesOutput() throws InterruptedException {
      assertThat(sh(USUAL, "cat; echo oops >&2; exit 3", "hello"))
          .isEqualTo(new Ran.Ended(3, "hello", "oops\n"));
    }

    @Test
    void hasNoNetwork() throws InterruptedException, IOException {
      try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        String connect = "exec 3<>/dev/tcp/127.0.0.1/" + server.getLocalPort() + " && echo in";

        Ran inside = Sandbox.shutIn(USUAL).run(List.of("/bin/bash", "-c", connect), new byte[0]);
        Ran outside = Sandbox.none(USUAL).run(List.of("/bin/bash", "-c", connect), new byte[0]);

        assertThat(inside)
            .isInstanceOfSatisfying(
                Ran.Ended.class,
                ended -> {
                  assertThat(ended.output()).isEmpty();
                  assertThat(ended.code()).isNotZero();
                });
        assertThat(outside).isEqualTo(new Ran.Ended(0, "in\n", ""));
      }
    }

    @Test
    void hasACleanEnvironmentAndAFolderThatIsGoneAfterwards() throws InterruptedException {
      Ran ran = sh(USUAL, "env | cut -d= -f1 | sort | tr '\\n' ' '; pwd; echo x > file; ls", "");

      assertThat(ran)
          .isInstanceOfSatisfying(
              Ran.Ended.class,
              ended -> {
                List<String> lines = ended.output().lines().toList();
                assertThat(lines.getFirst())
                    .startsWith("HOME LANG LC_ALL PATH PWD")
                    .contains("TMPDIR ");
                assertThat(lines.get(1)).isEqualTo("file");
                String folder = lines.getFirst().substring(lines.getFirst().indexOf('/'));
                assertThat(Path.of(folder)).doesNotExist();
              });
    }

    @RepeatedTest(40)
    void losesNothingOfWhatASwiftCommandSays() throws InterruptedException {
      Ran ran = sh(USUAL, "echo said; echo told >&2; exit 3", "");

      assertThat(ran).isEqualTo(new Ran.Ended(3, "said\n", "told\n"));
    }

    @Test
    void endsWhoeverTakesTooLongWithAllThatItStarted() throws InterruptedException {
      // Given a command that starts others, some of them detached
      Sandbox.Bounds short1 = new Sandbox.Bounds(Duration.ofMillis(1500), 512L << 20, 1000);
      String mark = "98" + ProcessHandle.current().pid() + "7";
      String script = "setsid sleep " + mark + " & (sleep " + mark + " &) ; sleep " + mark;

      // When
      Ran ran = sh(short1, script, "");

      // Then
      assertThat(ran).isEqualTo(new Ran.Stopped("1.5 s of time"));
      waitUntilGone("sleep " + mark);
    }

    @Test
    void endsWhatIsLeftBehind() throws InterruptedException {
      String mark = "97" + ProcessHandle.current().pid() + "7";

      Ran ran = sh(USUAL, "setsid sleep " + mark + " > /dev/null 2>&1 & echo done", "");

      assertThat(ran).isEqualTo(new Ran.Ended(0, "done\n", ""));
      waitUntilGone("sleep " + mark);
    }

    @Test
    void boundsMemory() throws InterruptedException {
      Sandbox.Bounds small = new Sandbox.Bounds(Duration.ofSeconds(20), 64L << 20, 1000);

      Ran ran = sh(small, "x=$(head -c 150000000 /dev/zero | tr '\\0' a); echo ${#x}", "");

      assertThat(ran)
          .isInstanceOfSatisfying(
              Ran.Ended.class, ended -> assertThat(ended.output()).doesNotContain("150000000"));
    }

    @Test
    void boundsOutput() throws InterruptedException {
      assertThat(sh(USUAL, "yes", "")).isEqualTo(new Ran.Stopped("1000 bytes of output"));
    }

    @Test
    void saysWhereThereIsNoSuchCommand() throws InterruptedException {
      Ran ran = Sandbox.shutIn(USUAL).run(List.of("no-such-command-here"), new byte[0]);

      assertThat(ran)
          .isInstanceOfSatisfying(
              Ran.Ended.class,
              ended -> {
                assertThat(ended.code()).isNotZero();
                assertThat(ended.error()).contains("no-such-command-here");
              });
    }

    private static Ran sh(Sandbox.Bounds bounds, String script, String input)
        throws InterruptedException {
      return Sandbox.shutIn(bounds).run(List.of("/bin/sh", "-c", script), input.getBytes(UTF_8));
    }
  }

  @Nested
  final class None {
    @Test
    void stillBoundsTimeAndEndsAll() throws InterruptedException {
      assumeTrue(Files.isExecutable(Path.of("/usr/bin/setsid")), "there is no setsid");
      Sandbox.Bounds short1 = new Sandbox.Bounds(Duration.ofSeconds(1), 512L << 20, 1000);
      String mark = "96" + ProcessHandle.current().pid() + "7";

      Ran ran =
          Sandbox.none(short1)
              .run(List.of("/bin/sh", "-c", "(sleep " + mark + " &) ; sleep " + mark), new byte[0]);

      assertThat(ran).isEqualTo(new Ran.Stopped("1.0 s of time"));
      waitUntilGone("sleep " + mark);
    }

    @Test
    void saysWhyNothingStarted() throws InterruptedException {
      Ran ran = Sandbox.none(USUAL).run(List.of("/no/such/command"), new byte[0]);

      assertThat(ran).isNotInstanceOf(Ran.Stopped.class);
      assertThat(ran.toString()).contains("/no/such/command");
    }
  }
}
