package dev.polder.evals.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.polder.evals.score.Response;
import dev.polder.evals.score.Score;
import dev.polder.evidence.Estimate;
import dev.polder.model.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SummaryTest {
  @TempDir private Path folder;

  private static Trial trial(int number, int epoch, Optional<String> cluster) {
    return new Trial(number, epoch, "s" + number, cluster, Set.of(), 1);
  }

  private static Result scored(Trial trial, double value) {
    return new Result.Scored(
        trial,
        List.of(new Score("exact", value, "")),
        Response.of("x"),
        new Spent(new Usage(100, 20), 1, 0, 50),
        List.of());
  }

  private static Result error(Trial trial) {
    return new Result.Unanswered(trial, "500", Spent.NOTHING, List.of("500"));
  }

  private Summary of(int size, int epochs, Result... results) throws Exception {
    Path file = folder.resolve("log.jsonl");
    try (RunWriter log = RunWriter.begin(file, Trials.header(Trials.cases(size), epochs))) {
      for (Result result : results) {
        log.add(result);
      }
    }
    return Summary.of(file);
  }

  private static Estimate exact(Summary summary) {
    return requireNonNull(summary.scores().get("exact"));
  }

  @Test
  void aShareOfRightAnswersHasWilsonsInterval() throws Exception {
    // Given
    Result[] results = new Result[100];
    for (int i = 0; i < 100; i++) {
      results[i] = scored(trial(i, 0, Optional.empty()), i < 90 ? 1 : 0);
    }

    // When
    Summary summary = of(100, 1, results);

    // Then: Wilson for 90 of 100
    Estimate exact = exact(summary);
    assertThat(exact.value()).isEqualTo(0.9);
    assertThat(exact.n()).isEqualTo(100);
    assertThat(exact.interval().low()).isCloseTo(0.8256, within(1e-4));
    assertThat(exact.interval().high()).isCloseTo(0.9448, within(1e-4));
    assertThat(summary.usage()).isEqualTo(new Usage(10_000, 2_000));
    assertThat(summary.meanMillis()).isEqualTo(50);
  }

  @Test
  void samplesOfAClusterDoNotCountAsManySamples() throws Exception {
    // Given
    Result[] alone = new Result[40];
    Result[] together = new Result[40];
    for (int i = 0; i < 40; i++) {
      double value = (i / 4) % 2 == 0 ? 0 : 1;
      alone[i] = scored(trial(i, 0, Optional.empty()), value);
      together[i] = scored(trial(i, 0, Optional.of("c" + i / 4)), value);
    }

    // When
    double narrow = exact(of(40, 1, alone)).interval().width();
    Files.delete(folder.resolve("log.jsonl"));
    double wide = exact(of(40, 1, together)).interval().width();

    // Then
    assertThat(wide).isGreaterThan(2 * narrow);
  }

  @Test
  void epochsOfASampleAreACluster() throws Exception {
    Summary summary =
        of(
            2,
            2,
            scored(trial(0, 0, Optional.empty()), 1),
            scored(trial(0, 1, Optional.empty()), 1),
            scored(trial(1, 0, Optional.empty()), 0),
            scored(trial(1, 1, Optional.empty()), 0));

    assertThat(exact(summary).value()).isEqualTo(0.5);
    assertThat(exact(summary).interval().low()).isZero();
    assertThat(exact(summary).interval().high()).isEqualTo(1);
  }

  @Test
  void anErrorCountsUntilItWasAnswered() throws Exception {
    Summary summary =
        of(
            5,
            1,
            error(trial(0, 0, Optional.empty())),
            error(trial(1, 0, Optional.empty())),
            scored(trial(0, 0, Optional.empty()), 1),
            scored(trial(2, 0, Optional.empty()), 0.5));

    assertThat(summary.answered()).isEqualTo(2);
    assertThat(summary.errors()).isEqualTo(1);
    assertThat(summary.left()).isEqualTo(2);
    assertThat(exact(summary).value()).isEqualTo(0.75);
  }

  @Test
  void aRunWithoutAnswersHasNoScore() throws Exception {
    assertThat(of(5, 1, error(trial(0, 0, Optional.empty()))).scores()).isEmpty();
  }
}
