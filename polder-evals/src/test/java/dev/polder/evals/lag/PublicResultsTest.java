package dev.polder.evals.lag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.evidence.survival.Lag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PublicResultsTest {
  private static final String HEAD = "model,released,open,task,item,cluster,score\n";

  @TempDir Path folder;

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static List<Task> read(Path file) throws Exception {
    return new PublicResults(Releases.NONE).read(file);
  }

  /// A closed model and an open one that answers the same 100 items alike, half a year later.
  private static String alike() {
    StringBuilder csv = new StringBuilder(HEAD);
    for (int i = 0; i < 100; i++) {
      csv.append("far,2025-01-01,closed,letters,%d,,%d\n".formatted(i, i % 4 == 0 ? 0 : 1));
      csv.append("near,2025-07-02,open,letters,%d,,%d\n".formatted(i, i % 4 == 0 ? 0 : 1));
    }
    return csv.toString();
  }

  @Test
  void tellsMonthsUntilAnOpenModelCaughtUp() throws Exception {
    Task task = read(file("results.csv", alike())).getFirst();
    Lag lag = task.lag(0.05, 0.05, 0.9, 50, 1);
    assertThat(lag.events()).isEqualTo(1);
    assertThat(lag.gaps().getFirst().caughtUpBy()).contains("near");
    assertThat(lag.gaps().getFirst().months()).isBetween(5.9, 6.1);
  }

  @Test
  void readsLinesLikeCsv() throws Exception {
    Path lines =
        file(
            "results.jsonl",
            """
            {"model":"far","released":"2025-01-01","open":"closed","task":"letters","item":1,"score":1}
            {"model":"near","released":"2025-07-02","open":"open","task":"letters","item":1,"score":0.5}
            """);
    Path csv =
        file(
            "results.csv",
            HEAD + "far,2025-01-01,closed,letters,1,,1\nnear,2025-07-02,open,letters,1,,0.5\n");
    assertThat(read(lines)).isEqualTo(read(csv));
  }

  @Test
  void believesReleasesThatAPersonWroteDown() throws Exception {
    Path models = file("models.csv", "model,weights,released\nnear,open,2025-04-02\n");
    Task task =
        new PublicResults(Releases.read(models)).read(file("results.csv", alike())).getFirst();
    assertThat(task.lag(0.05, 0.05, 0.9, 50, 1).gaps().getFirst().months()).isBetween(2.9, 3.1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "far,soon,closed,t,1,,1| line 2: 'released' is 'soon'",
        "far,2025-01-01,maybe,t,1,,1| Write open or closed",
        "far,2025-01-01,closed,t,1,,7| 'score' is '7'. Write a number from 0 to 1",
        "far,2025-01-01,closed,t,,,1| 'item' is missing",
        "far,2025-01-01,closed,t,1,,1;far,2025-01-01,closed,t,1,,0| line 3: item '1' of model 'far' is there twice",
        "far,2025-01-01,closed,t,1,,1;far,2025-01-02,closed,t,2,,0| Decide",
        "far,2025-01-01,closed,t,1,a,1;near,2025-01-02,open,t,1,b,0| in cluster 'b' here and in 'a' before",
        "far,2025-01-01,closed| line 2: 'task' is missing"
      })
  void refusesWhatCannotBeRelied(String lines, String message) throws Exception {
    Path file = file("results.csv", HEAD + lines.replace(";", "\n") + "\n");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(BadResultsException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(message.strip());
  }

  @Test
  void refusesATableWithoutItsColumns() throws Exception {
    Path file = file("results.csv", "model,score\nfar,1\n");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(BadResultsException.class)
        .hasMessageContaining("no column 'released'");
  }
}
