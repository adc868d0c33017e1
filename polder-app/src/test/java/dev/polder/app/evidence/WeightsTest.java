package dev.polder.app.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WeightsTest {
  @TempDir private Path folder = Path.of("");

  private Path model = Path.of("");
  private Path state = Path.of("");

  @BeforeEach
  void makeAModel() throws IOException {
    model = Files.createDirectories(folder.resolve("model"));
    state = folder.resolve("state");
    Files.writeString(model.resolve("model.onnx"), "weights");
    Files.writeString(model.resolve("config.json"), "{}");
    Files.writeString(model.resolve("MODEL_CARD.md"), "a card");
  }

  @Test
  void nothingIsKnownUntilItWasWorkedOut() throws IOException {
    // Given
    Weights weights = new Weights(state);
    assertThat(weights.known(model)).isEmpty();

    // When
    String digest = weights.digest(model);

    // Then
    assertThat(digest).matches("sha256:[0-9a-f]{64}");
    assertThat(weights.known(model)).contains(digest);
  }

  @Test
  void aRestartNeedNotReadThemAgain() throws IOException {
    // Given
    String digest = new Weights(state).digest(model);

    // Then
    assertThat(new Weights(state).known(model)).contains(digest);
  }

  @Test
  void whatCanMakeAnAnswerDifferCounts() throws IOException {
    // Given
    Weights weights = new Weights(state);
    String before = weights.digest(model);

    // When
    Files.writeString(model.resolve("chat_template.jinja"), "{{ messages }}");

    // Then
    assertThat(weights.known(model)).isEmpty();
    assertThat(weights.digest(model)).isNotEqualTo(before);
  }

  @Test
  void theSameFilesElsewhereHaveTheSameDigestWhateverTheirCardSays() throws IOException {
    // Given
    Path copy = Files.createDirectories(folder.resolve("copy"));
    Files.copy(model.resolve("model.onnx"), copy.resolve("model.onnx"));
    Files.copy(model.resolve("config.json"), copy.resolve("config.json"));
    Files.writeString(copy.resolve("README.md"), "another card");

    // Then
    Weights weights = new Weights(state);
    assertThat(weights.digest(copy)).isEqualTo(weights.digest(model));
  }

  @Test
  void aDamagedListOfDigestsIsMadeAnew() throws IOException {
    // Given
    Files.createDirectories(state);
    Files.writeString(state.resolve("weights.json"), "{\"version\":1,");

    // When
    String digest = new Weights(state).digest(model);

    // Then
    assertThat(new Weights(state).known(model)).contains(digest);
  }

  @Test
  void aFolderThatIsGoneHasNoDigest() {
    assertThatThrownBy(() -> new Weights(state).digest(folder.resolve("gone")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not there");
  }
}
