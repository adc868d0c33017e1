package dev.polder.engine.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.engine.supervise.EngineSpecification.EmbeddedModel;
import dev.polder.engine.supervise.EngineSpecification.ExternalCommand;
import dev.polder.engine.supervise.EngineSpecification.Port;
import dev.polder.engine.supervise.EngineState.Failed;
import dev.polder.engine.supervise.EngineState.Ready;
import dev.polder.engine.supervise.EngineState.Restarting;
import dev.polder.engine.supervise.EngineState.Stopped;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class EngineSupervisorTest {
  private final Witness<String> lines = new Witness<>();
  private final Witness<EngineState> states = new Witness<>();
  private final EngineSupervisor supervisor = supervisor((_, line) -> lines.sees(line));

  @TempDir private Path folder;

  @AfterEach
  void close() {
    supervisor.close();
  }

  @Test
  void startsAServerOnAFreePortAndKnowsItsAddressAndProcess() throws Exception {
    // Given
    ExternalCommand command =
        ExternalCommand.of("server", StandIns.server())
            .withEnvironment(Map.of("TULIP", "red"))
            .withProbePaths(List.of("/nowhere", "/health"));

    // When
    Engine engine = start(command);
    URI address = await(engine);

    // Then
    assertThat(engine.address()).contains(address);
    assertThat(get(address, "/environment/PORT")).isEqualTo(Integer.toString(address.getPort()));
    assertThat(get(address, "/environment/TULIP")).isEqualTo("red");
    Ready ready = states.next(Ready.class);
    assertThat(ProcessHandle.of(ready.pid()).flatMap(child -> child.info().command()))
        .hasValueSatisfying(program -> assertThat(program).endsWith("java"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo broken >&2; exit 3 | ended with exit code 3. Its last words: broken",
        "kill -s KILL $$         | was ended by signal 9 (SIGKILL)",
        "kill -s SEGV $$         | was ended by signal 11 (SIGSEGV)"
      })
  void restartsAfterEveryKindOfCrashWithGrowingPauses(String script, String reason)
      throws Exception {
    // When
    Engine engine = start(ExternalCommand.of("fragile", List.of("/bin/sh", "-c", script)));

    // Then
    for (int milliseconds : new int[] {20, 40, 80, 160, 320, 320}) {
      Restarting restarting = states.next(Restarting.class);
      assertThat(restarting.after()).isEqualTo(Duration.ofMillis(milliseconds));
      assertThat(restarting.reason()).startsWith("Engine 'fragile' " + reason);
    }
    assertThat(engine.address()).isEmpty();
  }

  @Test
  void bringsAKilledServerBackAsAnotherProcess() throws Exception {
    // Given
    Engine engine = start(ExternalCommand.of("server", StandIns.server()));
    Ready first = states.next(Ready.class);

    // When
    engine.kill();

    // Then
    assertThat(states.next(Restarting.class).reason()).contains("signal 9 (SIGKILL)");
    Ready second = states.next(Ready.class);
    assertThat(second.pid()).isNotEqualTo(first.pid());
    assertThat(get(second.baseUrl(), "/health")).isEqualTo("fine");
    assertThat(Processes.goes(first.pid())).isTrue();
  }

  @Test
  void restartsAServerThatLivesButFellSilent() throws Exception {
    // Given
    start(ExternalCommand.of("server", StandIns.server()));
    Ready ready = states.next(Ready.class);

    // When
    get(ready.baseUrl(), "/fall-silent");

    // Then
    assertThat(states.next(Restarting.class).reason()).contains("did not answer GET", "/health");
    assertThat(Processes.goes(ready.pid())).isTrue();
    states.next(Ready.class);
  }

  @Test
  void restartsAServerThatIsNeverReadyWithinItsLimit() throws Exception {
    // Given
    ExternalCommand command =
        ExternalCommand.of("slow", List.of("/bin/sh", "-c", "echo $$; exec sleep 600"))
            .withStartLimit(Duration.ofMillis(500));

    // When
    start(command);

    // Then
    long pid = Long.parseLong(lines.next(line -> line.matches("\\d+")));
    assertThat(states.next(Restarting.class).reason())
        .startsWith("Engine 'slow' was not ready within PT0.5S: no GET of /health, /v1/models")
        .contains("Raise its start limit");
    assertThat(Processes.goes(pid)).isTrue();
  }

  @Test
  void failsForGoodWhenTheCommandIsNotThere() throws Exception {
    // When
    Engine engine = start(ExternalCommand.of("local", List.of("no-such-server", "{port}")));

    // Then
    assertThat(states.next(Failed.class).reason())
        .contains("Engine 'local'", "'no-such-server' was not found on the PATH", "Install it");
    assertThatThrownBy(() -> await(engine))
        .cause()
        .isInstanceOfSatisfying(
            EngineException.class,
            exception -> assertThat(exception.kind()).isEqualTo(EngineException.Kind.FAILED));
  }

  @Test
  void waitsForAFixedPortThatAnotherProcessHolds() throws Exception {
    // Given
    int port;
    try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = other.getLocalPort();

      // When
      start(ExternalCommand.of("server", StandIns.server()).withPort(new Port.Fixed(port)));

      // Then
      assertThat(states.next(Restarting.class).reason())
          .contains("cannot have port " + port, "another process holds it");
    }
    assertThat(states.next(Ready.class).baseUrl().getPort()).isEqualTo(port);
  }

  @Test
  void neverLetsAFloodOfOutputOrASlowLogBlockTheChild() throws Exception {
    // Given
    var release = new CountDownLatch(1);
    try (EngineSupervisor slow = supervisor((_, line) -> waitFor(release, line))) {
      String flood =
          "yes 'a line of which there are far too many' | head -n 300000; yes | head -n 300000 >&2";

      // When
      Engine engine = slow.start(ExternalCommand.of("chatty", StandIns.serverAfter(flood)));

      // Then
      await(engine);
      release.countDown();
      lines.next(line -> line.contains("lines left out: the log did not keep up"));
    }
  }

  @Test
  void leavesNothingBehindWhenItCloses() throws Exception {
    // Given
    String family =
        """
        trap '' TERM
        sh -c 'trap "" TERM; while :; do sleep 1; done' & echo stubborn $!
        setsid sleep 600 & echo runaway $!
        """;
    start(ExternalCommand.of("family", StandIns.serverAfter(family)));
    Ready ready = states.next(Ready.class);
    long stubborn = number(lines.next(line -> line.startsWith("stubborn")));
    long runaway = number(lines.next(line -> line.startsWith("runaway")));
    long watchdog = parentOf(ready.pid());

    // When
    supervisor.close();

    // Then
    states.next(Stopped.class);
    for (long pid : new long[] {ready.pid(), stubborn, runaway, watchdog}) {
      assertThat(Processes.goes(pid)).as("process %d is gone", pid).isTrue();
    }
    assertThatThrownBy(() -> start(ExternalCommand.of("late", List.of("true"))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void takesWhatACrashedServerStartedAlong() throws Exception {
    // Given
    start(ExternalCommand.of("server", StandIns.serverAfter("sleep 600 & echo worker $!")));
    Ready ready = states.next(Ready.class);
    long worker = number(lines.next(line -> line.startsWith("worker")));

    // When
    Processes.signal("KILL", ready.pid());

    // Then
    states.next(Restarting.class);
    assertThat(Processes.goes(worker)).isTrue();
  }

  @Test
  void restartsAServerWhoseWatchdogWasKilled() throws Exception {
    // Given
    start(ExternalCommand.of("server", StandIns.server()));
    Ready ready = states.next(Ready.class);

    // When
    Processes.signal("KILL", parentOf(ready.pid()));

    // Then
    states.next(Restarting.class);
    assertThat(Processes.goes(ready.pid())).isTrue();
    states.next(Ready.class);
  }

  @Test
  void restartsAServerWhoseWatchdogCanNoLongerSeePolder() throws Exception {
    // Given
    start(ExternalCommand.of("server", StandIns.server()));
    Ready ready = states.next(Ready.class);
    long reader =
        ProcessHandle.of(parentOf(ready.pid()))
            .orElseThrow()
            .children()
            .mapToLong(ProcessHandle::pid)
            .filter(pid -> pid != ready.pid())
            .findFirst()
            .orElseThrow();

    // When
    Processes.signal("KILL", reader);

    // Then
    assertThat(states.next(Restarting.class).reason()).contains("lost its watchdog");
    assertThat(Processes.goes(ready.pid())).isTrue();
    states.next(Ready.class);
  }

  @Test
  void startsAnEmbeddedModelAndSendsItControlLines() throws Exception {
    // Given
    Engine engine = start(EmbeddedModel.of("tiny", folder));
    URI address = await(engine);

    // When
    engine.send("withdraw by order");

    // Then
    assertThat(address.toString()).matches("http://127\\.0\\.0\\.1:\\d+");
    assertThat(lines.next(line -> line.startsWith("arguments")))
        .isEqualTo("arguments [--port, 0, --supervised]");
    assertThat(lines.next(line -> line.startsWith("heard"))).isEqualTo("heard withdraw by order");
  }

  @Test
  void keepsPoldersEnvironmentFromAnEmbeddedModel() throws Exception {
    // When
    start(EmbeddedModel.of("tiny", folder));

    // Then
    String line = lines.next(printed -> printed.startsWith("environment ["));
    List<String> known = List.of(line.replaceAll("environment \\[|]", "").split(", "));
    assertThat(known).contains("PATH");
    Set<String> withheld = new HashSet<>(System.getenv().keySet());
    withheld.removeAll(EmbeddedLaunch.ENVIRONMENT);
    withheld.removeAll(Set.of("PWD", "OLDPWD", "SHLVL", "_")); // shells set them themselves
    assertThat(withheld).isNotEmpty();
    assertThat(known).doesNotContainAnyElementsOf(withheld);
  }

  @Test
  void takesTheRefusalOfAWithdrawnModelForASignOfLife() throws Exception {
    // Given
    Engine engine = start(EmbeddedModel.of("tiny", folder));
    states.next(Ready.class);

    // When
    boolean over = engine.awaitEnd(StandIns.BRISK.silenceLimit().multipliedBy(2));

    // Then
    assertThat(over).isFalse();
    assertThat(states.rest()).isEmpty();
  }

  @Test
  void failsForGoodWithTheWordsOfAnEmbeddedModelThatCannotBe() throws Exception {
    // When
    start(EmbeddedModel.of("tiny", folder.resolve("missing")));

    // Then
    assertThat(states.next(Failed.class).reason())
        .isEqualTo("Model folder " + folder.resolve("missing") + " is not there.");
  }

  @Test
  void bringsAnEmbeddedModelBackThatBrokenNativeCodeTookDown() throws Exception {
    // Given
    Engine engine =
        start(
            EmbeddedModel.of("tiny", folder)
                .withJvmFlags(List.of("-XX:ErrorFile=" + folder.resolve("crash.log"))));
    Ready first = states.next(Ready.class);

    // When
    engine.send("crash");

    // Then
    assertThat(states.next(Restarting.class).reason())
        .startsWith("Engine 'tiny' ended with exit code 1. Its last words: ")
        .contains("Problematic frame");
    assertThat(states.next(Ready.class).pid()).isNotEqualTo(first.pid());
  }

  @Test
  void bringsAKilledEmbeddedModelBack() throws Exception {
    // Given
    Engine engine = start(EmbeddedModel.of("tiny", folder));
    Ready first = states.next(Ready.class);

    // When
    engine.kill();

    // Then
    states.next(Restarting.class);
    assertThat(states.next(Ready.class).pid()).isNotEqualTo(first.pid());
  }

  @Test
  void hasNoAddressAndTakesNoLinesOnceItIsStopped() throws Exception {
    // Given
    Engine engine = start(EmbeddedModel.of("tiny", folder));
    Ready ready = states.next(Ready.class);

    // When
    engine.stop();

    // Then
    assertThat(engine.address()).isEmpty();
    states.next(Stopped.class);
    assertThat(Processes.goes(ready.pid())).isTrue();
    assertThatThrownBy(() -> engine.send("restore"))
        .isInstanceOfSatisfying(
            EngineException.class,
            exception -> assertThat(exception.kind()).isEqualTo(EngineException.Kind.NOT_READY));
  }

  private static EngineSupervisor supervisor(EngineLog log) {
    return new EngineSupervisor(
        StandIns.BRISK,
        InstantSource.system(),
        StandIns.LARGEST,
        log,
        EngineStandIn.class.getName());
  }

  private Engine start(EngineSpecification specification) {
    Engine engine = supervisor.start(specification);
    engine.onChange(states::sees);
    return engine;
  }

  private void waitFor(CountDownLatch release, String line) {
    try {
      release.await();
      lines.sees(line);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static URI await(Engine engine) throws Exception {
    return engine.ready().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static long parentOf(long pid) {
    return ProcessHandle.of(pid).flatMap(ProcessHandle::parent).orElseThrow().pid();
  }

  private static long number(String line) {
    return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
  }

  private static String get(URI address, String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(address.resolve(path)).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }
}
