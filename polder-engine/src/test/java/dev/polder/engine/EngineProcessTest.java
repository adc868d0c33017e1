package dev.polder.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Real processes, as the supervisor starts them.
@Timeout(120)
class EngineProcessTest {
  private static final Pattern READY =
      Pattern.compile("polder-engine ready port=(\\d+) model=(\\S+)");

  private final List<ProcessHandle> started = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void end() {
    started.forEach(ProcessHandle::destroyForcibly);
    client.close();
  }

  @Test
  void servesUntilItsInputEnds() throws Exception {
    // Given
    Process process = start(command(model().toString(), "--name", "tiny", "--supervised"));
    Matcher ready = ready(process);
    int port = Integer.parseInt(ready.group(1));
    HttpResponse<String> health = get(port, "/health");

    // When
    process.outputWriter().close();

    // Then
    assertThat(ready.group(2)).isEqualTo("tiny");
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void endsWhenItsParentIsKilled() throws Exception {
    // Given: a parent of our own, and the engine as its child
    List<String> command = new ArrayList<>(java());
    command.add(Parent.class.getName());
    command.addAll(command(model().toString(), "--supervised"));
    Process parent = start(command);
    BufferedReader output = parent.inputReader();
    long pid = Long.parseLong(output.readLine());
    ProcessHandle engine = ProcessHandle.of(pid).orElseThrow();
    started.add(engine);
    assertThat(output.readLine()).matches(READY);

    // When: SIGKILL, which the parent cannot answer
    parent.destroyForcibly();

    // Then
    assertThat(engine.onExit().get(10, TimeUnit.SECONDS).isAlive()).isFalse();
  }

  @Test
  void leavesNoFilesAndTellsNobody(@TempDir Path home) throws Exception {
    // Given
    List<String> command = new ArrayList<>(java());
    command.add(1, "-Djava.io.tmpdir=" + home);
    command.addAll(List.of(EngineProcess.class.getName(), model().toString(), "--supervised"));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("HOME", home.toString());
    builder.environment().put("XDG_CACHE_HOME", home.toString());

    // When
    Process process = builder.start();
    started.add(process.toHandle());
    ready(process);

    // Then: neither unpacked libraries nor the identifier of ONNX Runtime's telemetry
    try (Stream<Path> files = Files.walk(home)) {
      assertThat(files.filter(Files::isRegularFile))
          .noneMatch(file -> file.toString().contains("onnxruntime"));
    }
  }

  @Test
  void withdrawsAndRestoresAccessWhenTold() throws Exception {
    // Given
    Process process = start(command(model().toString(), "--supervised"));
    int port = Integer.parseInt(ready(process).group(1));

    // When
    tell(process, "withdraw Export order 7");
    HttpResponse<String> withdrawn = getUntil(port, 403);
    tell(process, "restore");
    HttpResponse<String> restored = getUntil(port, 200);

    // Then
    assertThat(withdrawn.body()).contains("Export order 7", "access_withdrawn");
    assertThat(restored.body()).contains("chatml");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void saysInOneLineWhyItCannotStart(List<String> arguments, int code, String fault) {
    // Given
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();

    // When
    int exit =
        EngineProcess.run(
            arguments,
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(output, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8));

    // Then
    assertThat(exit).isEqualTo(code);
    assertThat(errors.toString(StandardCharsets.UTF_8)).contains(fault).hasLineCount(1);
    assertThat(output.size()).isZero();
  }

  static Stream<Arguments> saysInOneLineWhyItCannotStart() {
    return Stream.of(
        Arguments.of(List.of(), 2, "No model folder is named. Usage"),
        Arguments.of(List.of("--port"), 2, "Option '--port' lacks its value."),
        Arguments.of(List.of("a", "b"), 2, "Argument 'b' is not known."),
        Arguments.of(List.of("a", "--fast"), 2, "Argument '--fast' is not known."),
        Arguments.of(
            List.of("a", "--port", "x"),
            2,
            "Option '--port' is 'x'. Give a whole number from 0 to 65535."),
        Arguments.of(List.of("a", "--slots", "0"), 2, "Option '--slots' is '0'."),
        Arguments.of(List.of("nowhere"), 2, "File 'nowhere' is no folder."));
  }

  @Test
  void saysInOneLineThatThePortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // Given
      String port = String.valueOf(taken.getLocalPort());
      ByteArrayOutputStream errors = new ByteArrayOutputStream();

      // When
      int exit =
          EngineProcess.run(
              List.of(model().toString(), "--port", port),
              new ByteArrayInputStream(new byte[0]),
              new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
              new PrintStream(errors, true, StandardCharsets.UTF_8));

      // Then
      assertThat(exit).isEqualTo(EngineProcess.EXIT_ADDRESS);
      assertThat(errors.toString(StandardCharsets.UTF_8))
          .contains("127.0.0.1:" + port)
          .hasLineCount(1);
    }
  }

  /// Starts a child, says its id and its first line, and waits to be killed.
  static final class Parent {
    private Parent() {}

    public static void main(String[] command) throws IOException, InterruptedException {
      Process child =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      System.out.println(child.pid());
      System.out.println(child.inputReader().readLine());
      child.waitFor();
    }
  }

  private static Path model() {
    try {
      return Path.of(EngineProcessTest.class.getResource("/models/chatml").toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(java());
    command.add(EngineProcess.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /// The class path stands on the command line, which must not trouble ONNX Runtime.
  private static List<String> java() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"));
  }

  private Process start(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    started.add(process.toHandle());
    return process;
  }

  private static Matcher ready(Process process) throws IOException {
    Matcher ready = READY.matcher(process.inputReader().readLine());
    assertThat(ready.matches()).isTrue();
    return ready;
  }

  private static void tell(Process process, String command) throws IOException {
    Writer commands = process.outputWriter();
    commands.write(command + "\n");
    commands.flush();
  }

  private HttpResponse<String> get(int port, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /// Commands and requests travel by different ways, so the effect of one may be late for the
  /// other.
  private HttpResponse<String> getUntil(int port, int status) throws Exception {
    HttpResponse<String> response = get(port, "/v1/models");
    while (response.statusCode() != status) {
      response = get(port, "/v1/models");
    }
    return response;
  }
}
