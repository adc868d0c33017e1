package dev.polder.app.discover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.PolderFile;
import dev.polder.app.config.ReadResult;
import dev.polder.app.config.UseCaseSettings;
import dev.polder.model.Preset;
import dev.polder.testkit.Script;
import dev.polder.testkit.ScriptedUpstream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Without a file, Polder runs on what it finds; nothing remote and no fallback is used unnamed.
final class DiscoveryTest {
  private static final Optional<Path> SHIPPED = Optional.of(Path.of("../models"));
  private static final Map<String, String> NO_KEYS = Map.of("OPENAI_API_KEY", " ");

  @TempDir private Path folder = Path.of("");
  private ScriptedUpstream ollama = ScriptedUpstream.start();
  private ScriptedUpstream llamaCpp = ScriptedUpstream.start();

  @BeforeEach
  void nothingAnswersYet() {
    ollama.always(Script.begin().reply(404, "text/plain", "no such page"));
    llamaCpp.always(Script.begin().reply(404, "text/plain", "no such page"));
  }

  @AfterEach
  void stop() {
    ollama.close();
    llamaCpp.close();
  }

  private static Script models(String... names) {
    return Script.begin()
        .reply(
            200,
            "application/json",
            Arrays.stream(names)
                .map("{\"id\":\"%s\",\"object\":\"model\"}"::formatted)
                .collect(Collectors.joining(",", "{\"object\":\"list\",\"data\":[", "]}")));
  }

  private Surroundings look(Optional<Path> models, Map<String, String> environment) {
    return new Discovery(
            models,
            environment,
            List.of(
                new LocalServer("ollama", Preset.OLLAMA, ollama.baseUrl()),
                new LocalServer("llama-cpp", Preset.LLAMA_CPP, llamaCpp.baseUrl())),
            RemoteService.USUAL)
        .look();
  }

  private static String file(Surroundings found, String... uses) {
    return switch (Choice.of(found, List.of(uses))) {
      case Choice.Ladder ladder -> new FoundFile(found, ladder).text();
      case Choice.Nothing nothing -> throw new AssertionError(nothing.message());
    };
  }

  private static String refusal(Surroundings found, String... uses) {
    return switch (Choice.of(found, List.of(uses))) {
      case Choice.Ladder ladder -> throw new AssertionError(ladder.reason());
      case Choice.Nothing nothing -> nothing.message();
    };
  }

  private Configuration read(String text, Map<String, String> environment) {
    return switch (PolderFile.read(text, folder, environment)) {
      case ReadResult.Good good -> good.configuration();
      case ReadResult.Faulty faulty -> throw new AssertionError(faulty.faults() + "\n" + text);
    };
  }

  private static List<List<String>> candidates(Configuration configuration) {
    return configuration.useCases().stream().map(UseCaseSettings::candidates).toList();
  }

  @Test
  void theFirstModelOfTheFirstServerAnswersAndTheOthersAreOnlyNamed() {
    // Given
    ollama.always(models("llama3.1:8b", "qwen3:4b"));
    llamaCpp.always(models("/models/gemma 3.gguf"));
    Map<String, String> keys = Map.of("OPENAI_API_KEY", "sk-planted");

    // When
    String text = file(look(SHIPPED, keys));

    // Then
    Configuration configuration = read(text, keys);
    assertThat(candidates(configuration)).containsExactly(List.of("ollama/llama3.1:8b"));
    assertThat(configuration.providers()).hasSize(1);
    assertThat(configuration.deployments()).hasSize(1);
    assertThat(text.lines())
        .contains(
            "# ollama/llama3.1:8b is the first model of the first local server that answered.")
        .contains("#   --use ollama/qwen3:4b")
        .contains("#   --use llama-cpp//models/gemma 3.gguf")
        .contains("#   --use embedded/polder-small")
        .contains("#   --use openai/MODEL   (OPENAI_API_KEY is set)");
    assertThat(text).doesNotContain("sk-planted");
  }

  @Test
  void whereNoServerAnswersTheLargestModelFolderDoes() {
    // When
    Configuration configuration = read(file(look(SHIPPED, NO_KEYS)), NO_KEYS);

    // Then
    assertThat(candidates(configuration)).containsExactly(List.of("embedded/polder-base"));
  }

  @Test
  void whatTheUserNamesIsTheLadderInItsOrder() {
    // Given
    llamaCpp.always(models("gemma 3.gguf"));
    Map<String, String> keys = Map.of("OPENAI_API_KEY", "sk-planted", "MISTRAL_API_KEY", "k");

    // When
    String text =
        file(
            look(SHIPPED, keys),
            "openai/gpt-next",
            "llama-cpp/gemma 3.gguf",
            "embedded/polder-small");

    // Then
    Configuration configuration = read(text, keys);
    assertThat(candidates(configuration))
        .containsExactly(
            List.of("openai/gpt-next", "llama-cpp/gemma-3.gguf", "embedded/polder-small"));
    assertThat(configuration.deployments())
        .extracting(deployment -> deployment.provider() + " " + deployment.model())
        .containsExactly(
            "openai gpt-next", "llama-cpp gemma 3.gguf", "embedded-polder-small polder-small");
    assertThat(text).contains("\"${OPENAI_API_KEY}\"").doesNotContain("sk-planted");
  }

  @Test
  void theSavedFileSaysWhatRuns() throws IOException {
    // Given
    ollama.always(models("llama3.1:8b", "true", "a: b # c", "\\\" quoted {x}"));
    Surroundings found = look(SHIPPED, NO_KEYS);
    String text =
        file(
            found,
            "ollama/true",
            "ollama/a: b # c",
            "ollama/\" quoted {x}",
            "embedded/polder-base");

    // When
    ReadResult saved =
        PolderFile.read(Files.writeString(folder.resolve("polder.yaml"), text), NO_KEYS);

    // Then
    assertThat(saved).isEqualTo(new ReadResult.Good(read(text, NO_KEYS), Set.of()));
    assertThat(read(text, NO_KEYS).deployments())
        .extracting(deployment -> deployment.model())
        .containsExactly("true", "a: b # c", "\" quoted {x}", "polder-base");
  }

  @Test
  void remoteServicesAreNotUsedUnasked() {
    assertThat(refusal(look(Optional.empty(), Map.of("MISTRAL_API_KEY", "k"))))
        .contains("The key of mistral is set")
        .contains("polder serve --use mistral/MODEL");
  }

  @Test
  void whereNothingIsFoundItSaysWhereItLookedAndWhatHelps() {
    // Given
    URI closed = llamaCpp.baseUrl();
    ollama.close();
    llamaCpp.close();
    Instant before = Instant.now();

    // When
    String refusal = refusal(look(Optional.of(folder), NO_KEYS));

    // Then
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
    assertThat(refusal)
        .contains("llama-cpp at " + closed)
        .contains("model folders in " + folder)
        .contains("openai by OPENAI_API_KEY")
        .contains("ollama serve")
        .contains("--use openai/MODEL")
        .contains("examples/polder.yaml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>another program</html>",
        "{\"data\":{}}",
        "{\"data\":[{\"name\":\"no id\"},{\"id\":7},{\"id\":\"\"}]}",
        "{\"data\":[",
        "",
      })
  void whatListsNoModelsIsNoModelServer(String body) {
    // Given
    ollama.always(Script.begin().reply(200, "application/json", body));

    // Then
    assertThat(look(Optional.empty(), NO_KEYS).served()).isEmpty();
  }

  @Test
  void aServerThatStaysSilentIsNotWaitedFor() {
    // Given
    ollama.always(Script.begin().stall());
    llamaCpp.always(models("gemma"));

    // When
    Surroundings found = look(Optional.empty(), NO_KEYS);

    // Then
    assertThat(found.served()).extracting(FoundModel::reference).containsExactly("llama-cpp/gemma");
  }

  @Test
  void namesThatWereNotFoundGetTheNearestOnes() {
    // Given
    ollama.always(models("llama3.1:8b", "qwen3:4b", "phi4", "mistral-small"));
    Surroundings found = look(SHIPPED, NO_KEYS);

    // Then
    assertThat(refusal(found, "ollama/llama3:8b", "openai/gpt-next", "ollama/phi4", "ollama/phi4"))
        .contains(
            "--use 'ollama/llama3:8b': no such model was found. Nearest: ollama/llama3.1:8b, ")
        .contains("'OPENAI_API_KEY' is not set")
        .contains("--use names 'ollama/phi4' twice");
  }
}
