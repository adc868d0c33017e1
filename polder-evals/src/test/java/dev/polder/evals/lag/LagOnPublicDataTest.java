package dev.polder.evals.lag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.polder.evidence.survival.Lag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The figures of docs/concepts/lag.md, from data that the project does not carry: `$POLDER_DATA`,
/// or `shared/data` beside the checkout. Skipped without.
final class LagOnPublicDataTest {
  private static Path data(String name) {
    String configured = System.getenv("POLDER_DATA");
    Path folder =
        (configured == null ? Path.of("../../shared/data") : Path.of(configured)).resolve(name);
    assumeTrue(Files.isDirectory(folder), folder + " is not there; set POLDER_DATA");
    return folder;
  }

  @Test
  void onSweBenchByRepositoriesNothingIsDecidable() throws Exception {
    Task task = sweBench();
    assertThat(task.items()).isEqualTo(500);
    assertThat(task.models()).hasSize(25);
    assertThat(task.lag(0.05, 0.05, 0.9, 5, 1).events()).isZero();
  }

  @Test
  void onSweBenchItemByItemSomeFrontiersAreCaughtUpWith() throws Exception {
    Lag lag = sweBench().withoutClusters().lag(0.05, 0.05, 0.9, 20, 1);
    assertThat(lag.events()).isPositive();
    assertThat(lag.censored()).isPositive();
  }

  private static Task sweBench() throws Exception {
    Path folder = data("swebench_bash_only");
    Releases releases = Releases.read(Path.of("../examples/lag/swebench-models.csv"));
    return new PublicResults(releases).read(folder).getFirst();
  }

  @Test
  void readsEpochsTasks() throws Exception {
    Path folder = data("epoch_item_level");
    List<Task> tasks = new PublicResults(Releases.NONE).read(folder);
    Task gpqa =
        tasks.stream()
            .filter(task -> task.name().equals("GPQA Diamond, 198 items"))
            .findFirst()
            .orElseThrow();
    assertThat(gpqa.items()).isEqualTo(198);
    assertThat(gpqa.comparable()).isTrue();
    Lag lag = gpqa.lag(0.10, 0.05, 0.9, 5, 1);
    assertThat(lag.events() + lag.censored()).isEqualTo(lag.gaps().size());
  }
}
