package dev.polder.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.polder.app.config.value.AlertEvent;
import dev.polder.app.config.value.Country;
import dev.polder.app.config.value.ProxyChoice;
import dev.polder.app.config.value.WebAddress;
import dev.polder.evals.run.Price;
import dev.polder.evals.score.Likeness;
import dev.polder.evals.shadow.Rating;
import dev.polder.evidence.finding.Requirement.Rigour;
import dev.polder.gateway.continuity.ContinuityPolicy;
import dev.polder.gateway.continuity.Hedge;
import dev.polder.gateway.continuity.Interruption;
import dev.polder.gateway.continuity.Limits;
import dev.polder.gateway.guard.ClientKey;
import dev.polder.gateway.server.GatewayOptions;
import dev.polder.model.Jurisdiction;
import dev.polder.model.Preset;
import dev.polder.model.Secret;
import dev.polder.model.StructuredOutput;
import dev.polder.model.Traits;
import dev.polder.model.bundle.Bundle;
import dev.polder.testkit.TestAuthority;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A file without fault becomes a configuration; of any other all faults are told, with lines.
///
/// A new case of a faulty file is two files in `faulty`: `NAME.yaml`, and `NAME.txt` with a line
/// `LINE: message` for each fault. `FOLDER` in it stands for the folder of the file.
final class PolderFileTest {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final Map<String, String> ENVIRONMENT =
      Map.of("POLDER_SET", "planted-secret", "POLDER_BLANK", " ");

  @TempDir private Path folder = Path.of("");

  private static List<String> faults(Path file) {
    return switch (PolderFile.read(file, ENVIRONMENT)) {
      case ReadResult.Good good -> List.of();
      case ReadResult.Faulty faulty ->
          faulty.faults().stream()
              .map(fault ->
                  fault.line()
                      + ": "
                      + fault.message().replace(file.toAbsolutePath().getParent() + "", "FOLDER"))
              .toList();
    };
  }

  private static Configuration good(Path file) {
    return switch (PolderFile.read(file, ENVIRONMENT)) {
      case ReadResult.Good good -> good.configuration();
      case ReadResult.Faulty faulty ->
          throw new AssertionError(
              faulty.faults().stream()
                  .map(fault -> fault.text(file.toString()))
                  .collect(Collectors.joining("\n")));
    };
  }

  private static Stream<Path> filesIn(Path folder, String ending) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
    }
  }

  static Stream<Path> faultyFiles() throws IOException {
    return filesIn(RESOURCES.resolve("faulty"), ".yaml");
  }

  @ParameterizedTest
  @MethodSource("faultyFiles")
  void tellsAllFaultsWithTheirLines(Path file) throws IOException {
    // Given
    Path expected = Path.of(file.toString().replace(".yaml", ".txt"));

    // When
    List<String> faults = faults(file);

    // Then
    assertThat(faults)
        .isEqualTo(Files.exists(expected) ? Files.readAllLines(expected) : List.of("(no .txt)"))
        .noneMatch(fault -> fault.contains("planted-secret") || fault.contains("sk-literal"));
  }

  static Stream<Path> examples() throws IOException {
    // Also the good file of these tests, so that there is a case where a part is built alone.
    return Stream.concat(
        filesIn(Path.of("../examples"), "polder.yaml"),
        Stream.of(RESOURCES.resolve("good/everything.yaml")));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void noExampleHasAFaultOtherThanWhatItsReaderMustBring(Path file) {
    // Given: keys in the environment and model folders are the reader's own
    assertThat(faults(file))
        .allMatch(
            fault -> fault.contains("environment variable") || fault.contains("model folder"));
  }

  @Test
  void aFileWithEverythingBecomesItsConfiguration() throws IOException {
    // Given
    Path file = folder.resolve("polder.yaml");
    Files.copy(RESOURCES.resolve("good/everything.yaml"), file);
    Files.createDirectory(folder.resolve("weights"));

    // When
    Configuration configuration = good(file);

    // Then
    assertThat(configuration.organisation()).isEqualTo("City of Example");
    assertThat(configuration.server().host()).isEqualTo("0.0.0.0");
    assertThat(configuration.server().port()).isEqualTo(9000);
    assertThat(configuration.server().longestRequest()).isEqualTo(5 * 1024 * 1024);
    assertThat(configuration.outcomes()).isEqualTo(folder.resolve("log/outcomes.jsonl"));
    assertThat(configuration.providers())
        .containsExactly(
            new ProviderSettings.Remote(
                "acme",
                Preset.OPENAI,
                URI.create("https://acme.example/v1"),
                List.of(new Secret("planted-secret")),
                Optional.empty(),
                Optional.empty()),
            new ProviderSettings.Remote(
                "usual",
                Preset.MISTRAL,
                URI.create("https://api.mistral.ai/v1"),
                List.of(),
                Optional.empty(),
                Optional.empty()),
            new ProviderSettings.StartedServer(
                "own",
                Preset.VLLM,
                List.of("vllm", "serve", "--port", "{port}"),
                OptionalInt.of(8123),
                Optional.of("/ready"),
                folder),
            new ProviderSettings.EmbeddedModel("inside", folder.resolve("weights")));
    assertThat(configuration.deployments())
        .containsExactly(
            plain("gpt", "acme", "gpt-large", new Jurisdiction("DE", "US", "US")),
            plain("mistral", "usual", "mistral", new Jurisdiction("EU", "FR", "FR")),
            plain("small", "inside", "small", new Jurisdiction("NL", "NL", "FR")),
            plain("big", "own", "big", new Jurisdiction("NL", "NL", "CN")));
    assertThat(configuration.useCases())
        .containsExactly(
            new UseCaseSettings(
                "letters",
                "Letters to citizens",
                List.of("gpt", "mistral", "small"),
                new ContinuityPolicy(
                    Interruption.BUFFER,
                    new Limits(
                        Duration.ofMillis(500),
                        Duration.ofSeconds(20),
                        Duration.ofMinutes(2),
                        Duration.ofHours(1),
                        Duration.ofHours(24),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(10)),
                    64 * 1024),
                Optional.empty(),
                OptionalDouble.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            new UseCaseSettings(
                "triage",
                "",
                List.of("big"),
                new ContinuityPolicy(
                    Interruption.FAIL, Limits.USUAL, ContinuityPolicy.USUAL_BUFFER_BOUND),
                Optional.empty(),
                OptionalDouble.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(configuration.keys()).extracting(ClientKey::name).containsExactly("clerk");
    assertThat(configuration.toString()).doesNotContain("planted-secret");
  }

  @Test
  void theFieldsOfAShadowBecomeItsSettings() throws IOException {
    // Given
    Path file = folder.resolve("polder.yaml");
    Files.copy(RESOURCES.resolve("good/shadow.yaml"), file);
    Files.writeString(folder.resolve("spool.key"), "planted-".repeat(4));

    // When
    Configuration configuration = good(file);

    // Then
    assertThat(configuration.useCases())
        .extracting(useCase -> useCase.shadow().orElseThrow())
        .containsExactly(
            new ShadowSettings(
                "both",
                Bundle.NONE,
                .125,
                new Rating.Judged(Optional.of("Be polite.")),
                Optional.of("other"),
                .1,
                20_000,
                3,
                Optional.of(Duration.ofDays(7)),
                1024 * 1024,
                Duration.ofHours(2),
                Optional.of(new Secret("planted-".repeat(4)))),
            new ShadowSettings(
                "small",
                Bundle.NONE,
                .05,
                new Rating.Like(Likeness.SIMILARITY),
                Optional.empty(),
                .05,
                100_000,
                1,
                Optional.empty(),
                64 * 1024 * 1024,
                Duration.ofHours(24),
                Optional.empty()));
    assertThat(configuration.toString()).doesNotContain("planted-");
  }

  @Test
  void theFieldsOfContinuityBecomeTheirSettings() throws IOException {
    // Given
    Path file = folder.resolve("polder.yaml");
    Files.copy(RESOURCES.resolve("good/continuity.yaml"), file);
    Files.writeString(folder.resolve("admin.key"), "planted-admin\n");
    Files.writeString(folder.resolve("acme.key"), "planted-acme");
    Files.copy(
        TestAuthority.in(Files.createDirectory(folder.resolve("made"))).file(),
        folder.resolve("company-ca.pem"));

    // When
    Configuration configuration = good(file);

    // Then
    assertThat(configuration.admin())
        .isEqualTo(
            new AdminSettings(
                "10.0.0.1", 9485, List.of(new Secret("planted-admin")), Optional.empty()));
    assertThat(configuration.state()).isEqualTo(folder.resolve("kept"));
    assertThat(configuration.transport())
        .isEqualTo(
            new TransportSettings(
                new ProxyChoice.None(),
                List.of("localhost", ".example"),
                Optional.of(folder.resolve("company-ca.pem"))));
    assertThat(configuration.continuity())
        .isEqualTo(
            new ContinuitySettings(
                new ContinuitySettings.Ejection(
                    3, 0.125, Duration.ofSeconds(10), Duration.ofMinutes(5)),
                new ContinuitySettings.Failback(
                    Traits.Failback.BY_HAND, 2, Duration.ofSeconds(10))));
    assertThat(configuration.providers())
        .containsExactly(
            new ProviderSettings.Remote(
                "acme",
                Preset.OPENAI,
                URI.create("https://api.openai.com/v1"),
                List.of(new Secret("planted-secret"), new Secret("planted-acme")),
                Optional.of(folder.resolve("company-ca.pem")),
                Optional.of(new ProxyChoice.At(URI.create("http://proxy.example:3128")))),
            new ProviderSettings.Remote(
                "local",
                Preset.VLLM,
                URI.create("http://127.0.0.1:8000/v1"),
                List.of(),
                Optional.empty(),
                Optional.of(new ProxyChoice.FromEnvironment())));
    assertThat(configuration.deployments().getFirst())
        .isEqualTo(
            new DeploymentSettings(
                "frontier",
                "acme",
                "frontier",
                new Jurisdiction("DE", "US", "US"),
                Optional.of("frontier"),
                Optional.of("dc-frankfurt-1"),
                10,
                OptionalInt.of(32),
                OptionalInt.of(1024),
                Optional.of(true),
                Optional.of(new Price(2.5, 10)),
                Traits.Failback.AUTOMATIC,
                Optional.empty(),
                Optional.of(
                    new AccessSettings(
                        Optional.of(LocalDate.of(2027, 1, 31)),
                        Optional.of(Period.ofDays(30)),
                        Optional.of("2M tokens/min"),
                        Optional.of(new Country("IE")),
                        Optional.of(folder.resolve("contracts/acme.pdf")))),
                Optional.empty(),
                Optional.empty()));
    assertThat(configuration.deployments().getLast().failback()).isEqualTo(Traits.Failback.BY_HAND);
    assertThat(configuration.pools())
        .containsExactly(new PoolSettings("own", List.of("gpu-1", "gpu-2")));
    assertThat(configuration.useCases())
        .extracting(
            UseCaseSettings::candidates,
            UseCaseSettings::dataClass,
            settings -> settings.policy().retries(),
            settings -> settings.policy().hedge(),
            UseCaseSettings::maxPriceFactor)
        .containsExactly(
            tuple(
                List.of("frontier", "own"),
                Optional.of("personal"),
                0,
                Optional.of(new Hedge(Duration.ofSeconds(1), 0.1, true)),
                OptionalDouble.of(2.5)),
            tuple(
                List.of("own"),
                Optional.empty(),
                1,
                Optional.of(new Hedge(Duration.ofSeconds(3), 0.05, false)),
                OptionalDouble.empty()));
    assertThat(configuration.alerts())
        .containsExactly(
            new AlertSettings.Webhook(
                new WebAddress(URI.create("https://ops.example/hook?room=7")),
                new Secret("planted-secret"),
                Set.of(AlertEvent.ACCESS_LOST, AlertEvent.RESTRICTION)),
            new AlertSettings.Command(
                List.of("./page.sh", "--loud"), folder, Set.of(AlertEvent.values())));
    assertThat(configuration.alertNotice()).isEqualTo(Period.ofDays(30));
    assertThat(configuration.toString()).doesNotContain("planted").doesNotContain("room=7");
  }

  @Test
  void canariesBecomeTheirSettings() {
    assertThat(good(RESOURCES.resolve("good/canaries.yaml")).canaries())
        .containsExactly(
            new CanarySettings(
                "large",
                "few",
                Duration.ofHours(24),
                100,
                8,
                2,
                true,
                OptionalDouble.of(0.5),
                OptionalLong.of(50_000)),
            new CanarySettings(
                "small",
                "few",
                Duration.ofHours(6),
                50,
                5,
                2,
                false,
                OptionalDouble.empty(),
                OptionalLong.empty()));
  }

  @Test
  void whatIsAskedOfFallbacksBecomesItsSettings() throws IOException {
    // Given
    Path file = folder.resolve("polder.yaml");
    Files.copy(RESOURCES.resolve("good/evidence.yaml"), file);
    Files.writeString(folder.resolve("letters.jsonl"), "");

    // When
    Configuration configuration = good(file);

    // Then
    assertThat(configuration.store()).isEqualTo(folder.resolve("kept/findings.db"));
    assertThat(configuration.suites())
        .containsExactly(new SuiteSettings("letters", folder.resolve("letters.jsonl")));
    assertThat(configuration.deployments())
        .extracting(DeploymentSettings::version, DeploymentSettings::quantisation)
        .containsExactly(
            tuple(Optional.of("2026-05-01"), Optional.empty()),
            tuple(Optional.empty(), Optional.of("Q4_K_M")),
            tuple(Optional.empty(), Optional.empty()));
    assertThat(configuration.useCases())
        .extracting(UseCaseSettings::evidence, UseCaseSettings::lastResort)
        .containsExactly(
            tuple(
                Optional.of(
                    new EvidenceSettings(
                        "letters",
                        0.03,
                        OptionalDouble.of(0.02),
                        0.975,
                        OptionalDouble.of(0.8),
                        Rigour.STRICT,
                        Duration.ofDays(30))),
                Optional.of("tiny")),
            tuple(
                Optional.of(
                    new EvidenceSettings(
                        "letters",
                        0.05,
                        OptionalDouble.empty(),
                        0.95,
                        OptionalDouble.empty(),
                        Rigour.WARN,
                        Duration.ofDays(90))),
                Optional.empty()),
            tuple(Optional.empty(), Optional.empty()));
    assertThat(configuration.useCases().getFirst().evidence().orElseThrow().alpha())
        .isEqualTo(0.025);
  }

  @Test
  void theFilesOfABundleAreReadAndWatched() {
    // Given
    Path file = RESOURCES.resolve("good/bundles.yaml");
    Path files = RESOURCES.resolve("good/bundles").toAbsolutePath();

    // When
    ReadResult read = PolderFile.read(file, ENVIRONMENT);
    UseCaseSettings letters = good(file).useCases().getFirst();

    // Then
    assertThat(read.files())
        .containsExactlyInAnyOrder(
            files.resolve("letters.txt"), files.resolve("small.txt"), files.resolve("answer.json"));
    Bundle small = letters.bundles().getOrDefault("small", Bundle.NONE);
    assertThat(letters.bundles()).containsOnlyKeys("both", "small", "large");
    assertThat(letters.bundles().get("both")).isEqualTo(letters.bundles().get("large"));
    assertThat(small.prompt().orElseThrow().before()).isEmpty();
    assertThat(small.prompt().orElseThrow().after()).hasSize(1);
    assertThat(small.outputBound()).hasValue(800);
    assertThat(small.schema().orElseThrow().json())
        .isEqualTo("{\"type\":\"object\",\"required\":[\"city\"]}");
    assertThat(small.parameters().values())
        .containsOnly(
            Map.entry("temperature", "0.2"),
            Map.entry("stop", "[\"\\n\",\"end\"]"),
            Map.entry("seed", "7"),
            Map.entry(
                "chat_template_kwargs",
                "{\"enable_thinking\":false,\"null\":null,\"nested\":[{\"a\":1E+3}]}"));
    assertThat(good(file).useCases().getLast().bundles()).isEmpty();
    assertThat(good(file).deployments())
        .extracting(DeploymentSettings::structuredOutput)
        .containsExactly(Optional.of(StructuredOutput.PROMPT), Optional.empty());
  }

  @Test
  void aPromptFileThatIsTooLargeIsProbablyAnother() throws IOException {
    // Given
    Files.writeString(folder.resolve("p.txt"), "--- messages\n" + "x".repeat(1024 * 1024));
    Path file =
        write(
            """
            organisation: X
            providers: {local: {preset: vllm}}
            deployments: {own: {provider: local, location: NL, control: NL, maker: FR}}
            use-cases: {letters: {candidates: [own], bundle: {prompt: p.txt}}}
            """);

    // Then
    assertThat(faults(file))
        .containsExactly(
            "4: Use case 'letters', section 'bundle': 'prompt' names a file that cannot be used."
                + " FOLDER/p.txt: It has 1048589 bytes, more than 1 MB. Is it another file?");
  }

  @Test
  void dataMayGoWhereItsClassAllows() throws IOException {
    // Given
    Path file = folder.resolve("polder.yaml");
    Files.writeString(
        file,
        """
        organisation: X
        providers: {local: {preset: vllm}}
        deployments: {own: {provider: local, location: NL, control: NL, maker: FR}}
        data-classes:
          union: {locations: [EU, CH], controls: [EU]}
          town: {locations: [NL]}
          open: {}
        use-cases: {letters: {candidates: [own]}}
        """);

    // When
    List<DataClassSettings> classes = good(file).dataClasses();

    // Then: location first, then control; the maker does not count
    assertThat(allowed(classes, "DE", "FR")).containsExactly("union", "open");
    assertThat(allowed(classes, "CH", "EU")).containsExactly("union", "open");
    assertThat(allowed(classes, "EU", "CH")).containsExactly("open");
    assertThat(allowed(classes, "GB", "NL")).containsExactly("open");
    assertThat(allowed(classes, "NL", "US")).containsExactly("town", "open");
    assertThat(allowed(classes, "ZZ", "NL")).containsExactly("open");
    assertThat(allowed(classes, "NL", "ZZ")).containsExactly("town", "open");
  }

  private static List<String> allowed(
      List<DataClassSettings> classes, String location, String control) {
    return classes.stream()
        .filter(any -> any.asDataClass().allows(new Jurisdiction(location, control, "CN")))
        .map(DataClassSettings::name)
        .toList();
  }

  /// A deployment of which only the needed fields are said.
  private static DeploymentSettings plain(
      String name, String provider, String model, Jurisdiction jurisdiction) {
    return new DeploymentSettings(
        name,
        provider,
        model,
        jurisdiction,
        Optional.empty(),
        Optional.empty(),
        1,
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        Traits.Failback.AUTOMATIC,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void whatIsNotSaidIsUsual() throws IOException {
    // Given
    Path file =
        write(
            """
            organisation: X
            providers: {local: {preset: vllm}}
            deployments: {own: {provider: local, location: NL, control: NL, maker: FR}}
            use-cases: {letters: {candidates: [own]}}
            """);

    // When
    Configuration configuration = good(file);

    // Then
    assertThat(configuration.server()).isEqualTo(GatewayOptions.usual());
    assertThat(configuration.outcomes()).isEqualTo(folder.resolve("outcomes.jsonl"));
    assertThat(configuration.keys()).isEmpty();
    assertThat(configuration.admin())
        .isEqualTo(new AdminSettings("127.0.0.1", 8485, List.of(), Optional.empty()));
    assertThat(configuration.state()).isEqualTo(folder.resolve("polder-state"));
    assertThat(configuration.transport())
        .isEqualTo(
            new TransportSettings(new ProxyChoice.FromEnvironment(), List.of(), Optional.empty()));
    assertThat(configuration.continuity())
        .isEqualTo(
            new ContinuitySettings(
                new ContinuitySettings.Ejection(
                    5, 0.5, Duration.ofSeconds(5), Duration.ofSeconds(60)),
                new ContinuitySettings.Failback(
                    Traits.Failback.AUTOMATIC, 3, Duration.ofSeconds(60))));
    assertThat(configuration.alertNotice()).isEqualTo(Period.ofDays(90));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.9.1", "localhost", "'::1'", "'[::1]'"})
  void loopbackNeedsNoKeys(String host) throws IOException {
    // When
    Path file =
        write(
            """
            organisation: X
            server: {host: %s}
            providers: {local: {preset: vllm}}
            deployments: {own: {provider: local, location: NL, control: NL, maker: FR}}
            use-cases: {letters: {candidates: [own]}}
            """
                .formatted(host));

    // Then
    assertThat(faults(file)).isEmpty();
  }

  @Test
  void aMissingFileSaysWhereToBegin() {
    assertThat(faults(folder.resolve("none.yaml")))
        .containsExactly(
            "0: There is no such file. Name one that exists, or copy examples/polder.yaml.");
  }

  @Test
  void aFolderIsNoFile() {
    assertThat(faults(folder)).singleElement().asString().startsWith("0: The file cannot be read");
  }

  @Test
  void aHugeFileIsNotRead() throws IOException {
    // Given
    byte[] huge = new byte[4 * 1024 * 1024 + 1];
    Arrays.fill(huge, (byte) '#');
    Path file = Files.write(folder.resolve("huge.yaml"), huge);

    // Then
    assertThat(faults(file)).singleElement().asString().contains("4194305 bytes");
  }

  @Test
  void namesItsFileInFrontOfTheLine() {
    assertThat(new Fault(3, "Wrong.").text("polder.yaml")).isEqualTo("polder.yaml:3: Wrong.");
    assertThat(new Fault(0, "Wrong.").text("polder.yaml")).isEqualTo("polder.yaml: Wrong.");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("polder.yaml"), text);
  }
}
