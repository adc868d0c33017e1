package dev.polder.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.PolderFile;
import dev.polder.app.config.ReadResult;
import dev.polder.engine.supervise.Engine;
import dev.polder.engine.supervise.EngineState;
import dev.polder.gateway.guard.ClientKey;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.ReceivedRequest;
import dev.polder.testkit.ScriptedUpstream;
import dev.polder.testkit.TestAuthority;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A changed file takes the place of the one that runs: at once for calls to come, and without harm
/// to those under way.
final class RunningPolderReloadTest {
  private static final String FRONT =
      """
      organisation: Test
      server: {port: 0}
      admin: {port: 0}
      """;

  private final ScriptedUpstream upstream =
      ScriptedUpstream.start().always(OpenAiAnswers.chat("hello"));
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Optional<RunningPolder> running = Optional.empty();

  @TempDir private Path folder = Path.of("");

  @AfterEach
  void stop() {
    running.ifPresent(RunningPolder::close);
    http.close();
    upstream.close();
  }

  private Configuration read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("polder.yaml"), FRONT + text);
    return switch (PolderFile.read(file, Map.of())) {
      case ReadResult.Good good -> good.configuration();
      case ReadResult.Faulty faulty -> throw new AssertionError(faulty.faults());
    };
  }

  private RunningPolder start(String text) throws IOException {
    RunningPolder polder = RunningPolder.start(read(text), Map.of(), (engine, line) -> {});
    running = Optional.of(polder);
    return polder;
  }

  private String remote(String useCase, String more) {
    return """
    providers:
      acme: {base-url: "%s"}
    deployments:
      large: {provider: acme, location: NL, control: NL, maker: NL}
    use-cases:
      %s: {candidates: [large]}
    %s
    """
        .formatted(upstream.baseUrl(), useCase, more);
  }

  private static HttpRequest request(RunningPolder polder, String body, String key) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:%d/v1/chat/completions".formatted(polder.port())))
        .timeout(Duration.ofSeconds(30))
        .header("authorization", "Bearer " + key)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private int status(RunningPolder polder, String useCase, String key)
      throws IOException, InterruptedException {
    String body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
            .formatted(useCase);
    return http.send(request(polder, body, key), HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  @Test
  void aChangedPromptIsInTheNextCall() throws Exception {
    // Given
    String text =
        remote("letters", "")
            .replace("candidates: [large]", "candidates: [large], bundle: {prompt: p.txt}");
    Files.writeString(folder.resolve("p.txt"), "--- system\nFirst.\n--- messages\n");
    RunningPolder polder = start(text);
    assertThat(status(polder, "letters", "-")).isEqualTo(200);

    // When
    Files.writeString(folder.resolve("p.txt"), "--- system\nSecond.\n--- messages\n");
    polder.takeOver(read(text));
    assertThat(status(polder, "letters", "-")).isEqualTo(200);

    // Then
    assertThat(upstream.received())
        .extracting(ReceivedRequest::body)
        .containsExactly(prompted("First."), prompted("Second."));
  }

  private static String prompted(String text) {
    return "{\"model\":\"large\",\"messages\":[{\"role\":\"system\",\"content\":\"%s\"},{\"role\":\"user\",\"content\":\"hi\"}]}"
        .formatted(text);
  }

  @Test
  void aNewUseCaseIsServedAtOnceAndAStreamUnderWayFinishes() throws Exception {
    // Given
    CountDownLatch gate = new CountDownLatch(1);
    upstream.next(
        OpenAiAnswers.streamHead()
            .chunk(OpenAiAnswers.contentEvent("begun"))
            .await(gate)
            .chunk(OpenAiAnswers.contentEvent("finished"))
            .chunk(OpenAiAnswers.finishEvent("stop"))
            .chunk(OpenAiAnswers.DONE)
            .endOfChunks());
    RunningPolder polder = start(remote("letters", ""));
    HttpResponse<InputStream> stream =
        http.send(
            request(polder, "{\"model\":\"letters\",\"stream\":true,\"messages\":[]}", "-"),
            HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      String line = "";
      while (!line.contains("begun")) {
        line = Objects.requireNonNull(lines.readLine(), "the stream ended before it began");
      }

      // When
      polder.takeOver(read(remote("triage", "")));

      // Then
      assertThat(status(polder, "triage", "-")).isEqualTo(200);
      assertThat(status(polder, "letters", "-")).isEqualTo(404);
      gate.countDown();
      assertThat(lines.lines().filter(text -> !text.isBlank()))
          .anyMatch(text -> text.contains("finished"))
          .last()
          .isEqualTo("data: [DONE]");
    }
  }

  @Test
  void aKeyThatWasRemovedIsRefusedAtOnce() throws Exception {
    // Given
    String key = "polder-a-key-of-the-town-hall";
    String keys =
        """
        keys:
          - {name: clerk, hash: '%s'}
          - {name: other, hash: '%s'}
        """;
    RunningPolder polder =
        start(
            remote(
                "letters",
                keys.formatted(ClientKey.hashOf(key), ClientKey.hashOf("polder-another"))));
    assertThat(status(polder, "letters", key)).isEqualTo(200);

    // When
    polder.takeOver(
        read(
            remote(
                "letters",
                keys.formatted(
                    ClientKey.hashOf("polder-a-third"), ClientKey.hashOf("polder-another")))));

    // Then
    assertThat(status(polder, "letters", key)).isEqualTo(401);
    assertThat(status(polder, "letters", "polder-another")).isEqualTo(200);
  }

  @Test
  void anEngineThatStaysKeepsItsProcessAndOneThatWasRemovedEnds() throws Exception {
    // Given
    RunningPolder polder = start(engines("stays", "goes"));
    Engine goes = ready(polder, "goes");
    long itsProcess = process(goes);
    long staying = process(ready(polder, "stays"));

    // When
    polder.takeOver(read(engines("stays")));

    // Then
    assertThat(polder.engines()).containsOnlyKeys("stays");
    assertThat(process(ready(polder, "stays"))).isEqualTo(staying);
    ProcessHandle.of(itsProcess)
        .ifPresent(process -> process.onExit().orTimeout(30, TimeUnit.SECONDS).join());
    assertThat(ProcessHandle.of(staying).orElseThrow().isAlive()).isTrue();
    assertThat(status(polder, "use-stays", "-")).isEqualTo(200);
  }

  private static String engines(String... names) {
    Path model = Path.of("../models/polder-small").toAbsolutePath();
    StringBuilder providers = new StringBuilder("providers:\n");
    StringBuilder deployments = new StringBuilder("deployments:\n");
    StringBuilder useCases = new StringBuilder("use-cases:\n");
    for (String name : names) {
      providers.append("  %s: {engine: {model: '%s'}}\n".formatted(name, model));
      deployments.append(
          "  %s: {provider: %s, model: polder-small, location: NL, control: NL, maker: NL}\n"
              .formatted("at-" + name, name));
      useCases.append("  use-%s: {candidates: [at-%s]}\n".formatted(name, name));
    }
    return providers.append(deployments).append(useCases).toString();
  }

  private static Engine ready(RunningPolder polder, String name) {
    Engine engine = Optional.ofNullable(polder.engines().get(name)).orElseThrow();
    engine.ready().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    return engine;
  }

  private static long process(Engine engine) {
    return engine.state() instanceof EngineState.Ready ready ? ready.pid() : -1;
  }

  @Test
  void aFileOfAuthoritiesThatHasBecomeUnusableLeavesWhatRuns() throws Exception {
    // Given
    Path authorities = TestAuthority.in(Files.createDirectory(folder.resolve("made"))).file();
    String transport = "transport: {ca: '%s'}\n".formatted(authorities);
    RunningPolder polder = start(remote("letters", transport));
    Configuration changed = read(remote("triage", transport));
    Files.writeString(authorities, "no certificate");

    // When
    boolean tookOver = polder.takeOver(changed);

    // Then
    assertThat(tookOver).isFalse();
    assertThat(status(polder, "letters", "-")).isEqualTo(200);
    assertThat(status(polder, "triage", "-")).isEqualTo(404);
  }
}
