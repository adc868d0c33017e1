package dev.polder.evals.lag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.evals.imports.ImportedRun;
import dev.polder.evals.imports.Imports;
import dev.polder.evals.imports.Wishes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs that were imported, from the logs of Inspect AI in `imports/good`.
final class OwnRunsTest {
  private static final Path GOOD = Path.of("src/test/resources/imports/good");

  @TempDir Path folder;
  private Path logs = Path.of("");

  @BeforeEach
  void importRuns() throws Exception {
    logs = folder.resolve("letters");
    Imports imports = new Imports(Wishes.NONE, "Polder test");
    List<ImportedRun> runs = new ArrayList<>();
    for (String name :
        List.of("inspect-atlas.eval", "inspect-delta.eval", "inspect-delta-flaky.json")) {
      runs.addAll(imports.read(GOOD.resolve(name)));
    }
    Imports.write(runs, logs);
  }

  private Releases releases(String lines) throws Exception {
    return Releases.read(
        Files.writeString(folder.resolve("models.csv"), "model,weights,released\n" + lines));
  }

  @Test
  void makesATaskOfEachSuite() throws Exception {
    Releases releases =
        releases(
            """
            openai-api/town/atlas,closed,2026-01-01
            openai-api/town/delta,open,2026-04-01
            openai-api/town/delta-flaky,open,2026-05-01
            """);
    Task task = new OwnRuns(releases).read(List.of(logs)).getFirst();
    assertThat(task.name()).isEqualTo("letters");
    assertThat(task.closed()).isEqualTo(1);
    assertThat(task.models())
        .extracting(model -> model.model() + " " + model.scores().size())
        .containsExactlyInAnyOrder(
            "openai-api/town/atlas 20",
            "openai-api/town/delta 20",
            "openai-api/town/delta-flaky 19");
    // 4 of 20 wrong beside 2 of 20 shows nothing at 5 points.
    assertThat(task.lag(0.05, 0.05, 0.9, 20, 1).censored()).isEqualTo(1);
  }

  @Test
  void asksForTheReleaseOfEveryModel() throws Exception {
    Releases releases = releases("openai-api/town/atlas,closed,2026-01-01\n");
    assertThatThrownBy(() -> new OwnRuns(releases).read(List.of(logs)))
        .isInstanceOf(BadResultsException.class)
        .hasMessageContaining("openai-api/town/delta, openai-api/town/delta-flaky");
  }
}
