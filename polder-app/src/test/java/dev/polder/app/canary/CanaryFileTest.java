package dev.polder.app.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.evals.canary.Observed;
import dev.polder.evals.canary.Round;
import dev.polder.evals.canary.Vigil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What canaries know outlives Polder; what is damaged is put aside and not lost.
final class CanaryFileTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  @TempDir private Path folder = Path.of("");

  private static Round round(String answer, Set<String> said) {
    return new Round(
        NOW,
        50,
        IntStream.range(0, 48)
            .mapToObj(i -> new Observed("s" + i, i % 2 == 0 ? "" : "c" + i, 0.25, answer))
            .toList(),
        said);
  }

  private static Vigil alarmed() {
    Vigil vigil = Vigil.begin(2);
    for (String answer : List.of("a", "a", "a", "b", "b")) {
      vigil = vigil.after(round(answer, Set.of("model large-5", "system_fingerprint fp")));
    }
    assertThat(vigil.alarm()).isPresent();
    return vigil;
  }

  @Test
  void allOfItIsReadAsItWasWritten() throws IOException {
    // Given
    Canary asked =
        Canary.fresh("sha256:whom", 2, NOW)
            .asking("sha256:asked")
            .with(alarmed())
            .attempted(new Canary.Attempt(NOW, "3 of 50 samples brought no answer."))
            .owing(Optional.of(new Canary.Owed(NOW, "canary 'a/b': another model")))
            .dueAt(NOW.plusSeconds(60));
    Map<String, Canary> all = Map.of("a/b", asked, "fresh", Canary.fresh("sha256:other", 5, NOW));

    // When
    CanaryFile.in(folder).write(all);

    // Then
    assertThat(CanaryFile.in(folder).read(NOW)).isEqualTo(all);
  }

  @Test
  void whereNothingIsKeptNothingIsKnown() {
    assertThat(CanaryFile.in(folder).read(NOW)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "[]",
        "{\"version\":2,\"canaries\":{}}",
        "{\"version\":1,\"canaries\":{\"a\":{\"whom\":\"w\"}}}",
        "{\"version\":1,\"canaries\":{\"a\":{\"whom\":\"w\",\"asked\":\"x\",\"due\":\"soon\","
            + "\"wanted\":5}}}",
      })
  void whatIsDamagedIsPutAside(String text) throws IOException {
    // Given
    Path file = folder.resolve("canaries.json");
    Files.writeString(file, text);

    // When
    Map<String, Canary> read = CanaryFile.in(folder).read(NOW);

    // Then
    assertThat(read).isEmpty();
    assertThat(file).doesNotExist();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.toList())
          .singleElement()
          .satisfies(aside -> assertThat(aside).content().isEqualTo(text));
    }
  }
}
