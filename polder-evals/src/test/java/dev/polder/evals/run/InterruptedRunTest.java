package dev.polder.evals.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Wherever a run breaks off, it goes on to the results of one that nothing interrupted.
final class InterruptedRunTest {
  /// Each is a new process, which takes its time to start.
  private static final int KILLS = 6;

  @TempDir private Path folder;

  /// What counts about a log: everything but times.
  private static Map<String, List<Object>> essence(Path log) throws Exception {
    return RunLog.read(log).results().stream()
        .map(Result.Scored.class::cast)
        .collect(
            Collectors.toMap(
                result -> result.trial().sample() + "/" + result.trial().epoch(),
                result ->
                    List.of(
                        result.trial(),
                        result.scores(),
                        result.response(),
                        result.spent().usage(),
                        result.faults()),
                (one, other) -> {
                  throw new AssertionError("twice: " + one);
                },
                TreeMap::new));
  }

  @Test
  void aLogThatIsCutAtAnyByteGoesOnToTheSameResults() throws Exception {
    // Given
    Cases cases = Trials.cases(4);
    Path whole = folder.resolve("whole.jsonl");
    Trials.run(whole, cases, Trials.tested(Trials.evenIsYes()), Trials.means());
    Map<String, List<Object>> wanted = essence(whole);
    byte[] bytes = Files.readAllBytes(whole);
    int header = Files.readAllLines(whole).getFirst().length() + 1;

    // When
    Path cut = folder.resolve("cut.jsonl");
    for (int length = header; length <= bytes.length; length++) {
      Files.write(cut, Arrays.copyOf(bytes, length));
      RunEnd end = Trials.resume(cut, cases, Trials.tested(Trials.evenIsYes()), Trials.means());

      // Then
      assertThat(end.kind()).isEqualTo(RunEnd.Kind.COMPLETE);
      assertThat(essence(cut)).as("cut at byte %d", length).isEqualTo(wanted);
    }
  }

  @Test
  void zeroesThatAMachineLeftWhenItsPowerFailedAreATornLine() throws Exception {
    // Given
    Cases cases = Trials.cases(4);
    Path log = folder.resolve("log.jsonl");
    Trials.run(log, cases, Trials.tested(Trials.evenIsYes()), Trials.means());
    Map<String, List<Object>> wanted = essence(log);
    byte[] bytes = Files.readAllBytes(log);
    Files.write(log, Arrays.copyOf(bytes, bytes.length - 50));
    Files.write(log, new byte[50], StandardOpenOption.APPEND);

    // When
    Trials.resume(log, cases, Trials.tested(Trials.evenIsYes()), Trials.means());

    // Then
    assertThat(essence(log)).isEqualTo(wanted);
  }

  /// Runs in a child process, which is killed as a machine kills: SIGKILL, at random moments.
  @Test
  void aKilledProcessGoesOnToTheSameResults() throws Exception {
    // Given
    Path whole = folder.resolve("whole.jsonl");
    Trials.run(whole, Trials.cases(Killed.SIZE), Trials.tested(Trials.evenIsYes()), Trials.means());
    Path log = folder.resolve("killed.jsonl");
    Random random = new Random(20261123);
    Path output = folder.resolve("output");
    int killed = 0;
    boolean complete = false;

    // When
    while (!complete) {
      Process child = Killed.start(log, folder.resolve("cache"), output);
      awaitGrowth(log, child);
      boolean ended =
          killed == KILLS
              ? child.waitFor() >= 0
              : child.waitFor(Duration.ofMillis(1 + random.nextInt(60)));
      if (!ended) {
        child.destroyForcibly().waitFor();
        killed++;
      }
      complete = ended && child.exitValue() == 0;
      assertThat(ended && !complete).as("the child failed: %s", Files.readString(output)).isFalse();
    }

    // Then
    assertThat(killed).isGreaterThanOrEqualTo(2);
    assertThat(essence(log).keySet()).isEqualTo(essence(whole).keySet());
    assertThat(scores(log)).isEqualTo(scores(whole));
  }

  private static Map<String, Object> scores(Path log) throws Exception {
    return new TreeMap<>(
        RunLog.read(log).results().stream()
            .map(Result.Scored.class::cast)
            .collect(
                Collectors.toMap(
                    result -> result.trial().sample(),
                    result -> List.of(result.scores(), result.response()))));
  }

  /// Until the child has begun to write, killing it would test nothing.
  private static void awaitGrowth(Path log, Process child) throws IOException {
    long before = Files.exists(log) ? Files.size(log) : 0;
    while (child.isAlive() && (!Files.exists(log) || Files.size(log) <= before)) {
      Thread.onSpinWait();
    }
  }

  /// What the child runs: it begins the log or goes on with it.
  static final class Killed {
    static final int SIZE = 400;

    private Killed() {}

    static Process start(Path log, Path cache, Path output) throws IOException {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "--sun-misc-unsafe-memory-access=allow",
              "--enable-native-access=ALL-UNNAMED",
              "-cp",
              System.getProperty("java.class.path"),
              Killed.class.getName(),
              log.toString(),
              cache.toString())
          .redirectErrorStream(true)
          .redirectOutput(output.toFile())
          .start();
    }

    public static void main(String[] arguments) throws Exception {
      Path log = Path.of(arguments[0]);
      Cases cases = Trials.cases(SIZE);
      Tested tested =
          Trials.tested(request -> {
            Thread.sleep(1);
            return Trials.evenIsYes().ask(request);
          });
      try (AnswerCache cache =
          AnswerCache.open(Path.of(arguments[1]), Trials.NOW, new SecureRandom())) {
        Means means = Trials.means(cache, Budget.unlimited(), Trials.QUICK.withConcurrency(2));
        RunEnd end =
            Files.exists(log)
                ? Trials.resume(log, cases, tested, means)
                : Trials.run(log, cases, tested, means);
        System.out.println(end);
        System.exit(end.kind() == RunEnd.Kind.COMPLETE ? 0 : 1);
      }
    }
  }
}
