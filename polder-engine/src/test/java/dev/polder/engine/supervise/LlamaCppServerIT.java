package dev.polder.engine.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.polder.engine.supervise.EngineSpecification.ExternalCommand;
import dev.polder.engine.supervise.EngineState.Ready;
import dev.polder.engine.supervise.EngineState.Restarting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// llama.cpp's own HTTP server on a GGUF file of seeded random weights, which the test makes.
///
/// `src/test/sh/install-llama-server.sh` installs it into `target/llama-server`; the environment
/// variable `POLDER_LLAMA_SERVER` names another virtual environment with the packages of
/// `src/test/python/requirements-llama-server.txt`.
@Timeout(180)
class LlamaCppServerIT {
  private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  private static final Path SCRIPTS = MODULE.resolve("src/test/python");
  private static final Path VENV =
      Optional.ofNullable(System.getenv("POLDER_LLAMA_SERVER"))
          .map(Path::of)
          .orElse(MODULE.resolve("target/llama-server"));
  private static final Path PYTHON = VENV.resolve("bin/python");

  @TempDir private static Path folder;

  private static List<String> server = List.of();

  @BeforeAll
  static void makeTheModel() throws IOException, InterruptedException {
    if (!Files.isExecutable(PYTHON) || Files.exists(reasonToSkip())) {
      System.out.println("LlamaCppServerIT is skipped. " + whyNot());
      abort(whyNot());
    }
    Path model = folder.resolve("tiny.gguf");
    Process maker =
        new ProcessBuilder(
                PYTHON.toString(),
                SCRIPTS.resolve("make_tiny_gguf.py").toString(),
                model.toString())
            .inheritIO()
            .start();
    assertThat(maker.waitFor()).as("exit code of make_tiny_gguf.py").isZero();
    server =
        List.of(
            PYTHON.toString(),
            SCRIPTS.resolve("serve_gguf.py").toString(),
            model.toString(),
            "{port}");
  }

  @Test
  void answersChatsAndComesBackAfterItWasKilled() throws Exception {
    // Given
    Witness<EngineState> states = new Witness<>();
    try (EngineSupervisor supervisor =
        new EngineSupervisor(
            StandIns.BRISK,
            InstantSource.system(),
            StandIns.LARGEST,
            (engine, line) -> System.out.println(engine + ": " + line))) {
      Engine engine = supervisor.start(ExternalCommand.of("llama", server));
      engine.onChange(states::sees);
      Ready first = states.next(Ready.class);
      assertThat(chat(first.baseUrl())).contains("\"chat.completion\"", "\"completion_tokens\":8");

      // When
      engine.kill();

      // Then
      assertThat(states.next(Restarting.class).reason()).contains("SIGKILL");
      Ready second = states.next(Ready.class);
      assertThat(chat(second.baseUrl())).contains("\"chat.completion\"");
      assertThat(second.pid()).isNotEqualTo(first.pid());
      assertThat(Processes.goes(first.pid())).isTrue();
    }
  }

  @Test
  void isGoneAfterTheDeathOfItsParent() throws Exception {
    // Given
    List<String> command = new ArrayList<>(StandIns.java(GatewayStandIn.class));
    command.addAll(server);
    Process gateway = new ProcessBuilder(command).redirectErrorStream(true).start();
    long llama = ParentDeathTest.await(gateway, "external").getFirst();

    // When
    gateway.destroyForcibly().waitFor();

    // Then
    assertThat(Processes.goes(llama)).isTrue();
  }

  private static String chat(URI address) throws IOException, InterruptedException {
    String body =
        """
        {"model": "tiny", "max_tokens": 8, "messages": [{"role": "user", "content": "Good morning"}]}
        """;
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(address.resolve("/v1/chat/completions"))
              .header("content-type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      return response.body();
    }
  }

  private static Path reasonToSkip() {
    return VENV.resolveSibling(VENV.getFileName() + ".skipped");
  }

  private static String whyNot() {
    try {
      return "No real llama.cpp server: " + Files.readString(reasonToSkip()).strip();
    } catch (IOException _) {
      return "No real llama.cpp server in "
          + VENV
          + ". Run polder-engine/src/test/sh/install-llama-server.sh to have one.";
    }
  }
}
