package dev.polder.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.app.admin.StateFolder;
import dev.polder.app.config.PolderFile;
import dev.polder.app.config.ReadResult;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.ScriptedUpstream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// A gateway that runs, its admin API, and the commands that steer it.
final class AdminTest {
  private final ScriptedUpstream acme =
      ScriptedUpstream.start().always(OpenAiAnswers.chat("from acme"));
  private final ScriptedUpstream own =
      ScriptedUpstream.start().always(OpenAiAnswers.chat("from our own"));
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Optional<RunningPolder> running = Optional.empty();

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void start() throws IOException {
    Files.writeString(
        folder.resolve("polder.yaml"),
        """
        organisation: Test
        server: {port: 0}
        admin: {port: 0}
        continuity: {failback: {ramp: 1ms}}
        providers:
          acme: {base-url: "%s"}
          own: {base-url: "%s"}
        deployments:
          acme/large: {provider: acme, location: DE, control: US, maker: US}
          own-small: {provider: own, location: NL, control: NL, maker: NL}
        use-cases:
          letters: {candidates: [acme/large, own-small]}
          triage: {candidates: [acme/large]}
        """
            .formatted(acme.baseUrl(), own.baseUrl()));
    running = Optional.of(started());
  }

  private RunningPolder started() throws IOException {
    ReadResult read = PolderFile.read(folder.resolve("polder.yaml"), Map.of());
    if (read instanceof ReadResult.Good good) {
      return RunningPolder.start(good.configuration(), Map.of(), (engine, line) -> {});
    }
    throw new AssertionError(read);
  }

  @AfterEach
  void stop() {
    running.ifPresent(RunningPolder::close);
    http.close();
    acme.close();
    own.close();
  }

  private int polder(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("-c", folder.resolve("polder.yaml").toString()));
    int code = line.execute(all.toArray(String[]::new));
    if (!all.contains("--json")) {
      assertThat(out.toString().lines()).allMatch(printed -> printed.length() <= 80);
    }
    return code;
  }

  private String restrictedId() {
    assertThat(polder("restrictions")).isZero();
    return out.toString().lines().skip(1).findFirst().orElseThrow().split(" ", 2)[0];
  }

  private String call(String useCase) throws IOException, InterruptedException {
    return http.send(
            calling("{\"model\":\"%s\",\"messages\":[]}".formatted(useCase)),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private HttpRequest calling(String body) {
    return HttpRequest.newBuilder(
            URI.create(
                "http://127.0.0.1:%d/v1/chat/completions".formatted(running.orElseThrow().port())))
        .timeout(Duration.ofSeconds(20))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private String token() throws IOException {
    return Files.readString(folder.resolve("polder-state/admin-token")).strip();
  }

  private HttpResponse<String> admin(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(running.orElseThrow().admin() + "/admin/v1/" + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    } else {
      request.header("authorization", "Bearer " + token());
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aDryRunSaysWhatWouldMoveAndWhatWouldGoDarkAndChangesNothing() throws Exception {
    // Given
    call("letters");
    call("triage");

    // When
    int code = polder("restrict", "provider:acme", "--reason", "an exercise", "--dry-run");

    // Then
    assertThat(code).isEqualTo(4);
    assertThat(out.toString())
        .contains("provider:acme would be cut. Meets: acme/large.")
        .containsPattern("would move [0-9.]+ calls/min of 'letters' from acme/large to own-small")
        .containsPattern("would go DARK: 'triage' \\([0-9.]+ calls/min\\)")
        .contains("acme/large: restricted (provider:acme): an exercise")
        .contains("Nothing has been changed.");
    assertThat(call("letters")).contains("from acme");
  }

  @Test
  void aCutHoldsAtOnceAndLiftingItToo() throws Exception {
    // Given
    assertThat(call("letters")).contains("from acme");

    // When
    assertThat(polder("restrict", "provider:acme", "--reason", "order 7", "--for", "10m")).isZero();

    // Then
    assertThat(call("letters")).contains("from our own");
    assertThat(call("triage")).contains("restricted (provider:acme): order 7");
    assertThat(polder("explain", "triage")).isZero();
    assertThat(out.toString()).contains("is DARK").contains("order 7");

    // When
    String id = restrictedId();
    assertThat(out.toString()).contains("(in 10 min)").contains("meets acme/large");
    assertThat(polder("lift", id)).isZero();

    // Then
    assertThat(call("letters")).contains("from acme");
    assertThat(polder("restrictions")).isZero();
    assertThat(out.toString()).isEqualTo("Nothing is restricted.%n".formatted());
  }

  @Test
  void whatIsRestrictedIsRestrictedAfterARestart() throws Exception {
    // Given
    polder("restrict", "control:US", "--reason", "order 7");
    String id = restrictedId();
    String token = token();

    // When
    running.orElseThrow().close();
    running = Optional.of(started());

    // Then
    assertThat(call("letters")).contains("from our own");
    assertThat(restrictedId()).isEqualTo(id);
    assertThat(token()).isEqualTo(token);
  }

  @Test
  void explainShowsHowADeploymentComesBackAndWhatItHasUnderWay() throws Exception {
    // Given
    Path file = folder.resolve("polder.yaml");
    Files.writeString(file, Files.readString(file).replace("ramp: 1ms", "ramp: 1h"));
    running.orElseThrow().close();
    running = Optional.of(started());
    acme.always(OpenAiAnswers.streamHead().chunk(OpenAiAnswers.contentEvent("begun")).stall());

    // When
    polder("failback", "acme/large");
    try (InputStream stream = stream("acme/large")) {
      assertThat(stream.read()).isPositive();

      // Then
      assertThat(polder("explain", "letters")).isZero();
      assertThat(out.toString())
          .containsPattern("returning, with \\d+ % of its calls now; 1 call under way");
      assertThat(admin("GET", "deployments", "").body())
          .contains("\"condition\":\"returning\",\"share\":0.1,\"under_way\":1")
          .contains("\"condition\":\"well\",\"under_way\":0");

      // When
      polder("restrict", "provider:acme", "--reason", "order 7");

      // Then
      assertThat(polder("explain", "letters")).isZero();
      assertThat(out.toString()).contains("restricted (provider:acme): order 7; 1 call under way");
    }
  }

  private InputStream stream(String useCase) throws IOException, InterruptedException {
    return http.send(
            calling("{\"model\":\"%s\",\"stream\":true,\"messages\":[]}".formatted(useCase)),
            HttpResponse.BodyHandlers.ofInputStream())
        .body();
  }

  @Test
  void explainNamesARestrictionThatOnlyCaps() {
    // When
    polder("restrict", "provider:acme", "--reason", "quota", "--cap", "30/min");

    // Then
    String id = restrictedId();
    assertThat(polder("explain", "triage")).isZero();
    assertThat(out.toString()).contains("under restriction " + id);
  }

  @Test
  void aSecondGatewayDoesNotStartInTheSameStateFolder() throws Exception {
    // Then
    assertThatThrownBy(this::started)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Another gateway that runs has the state folder")
        .hasMessageContaining("another folder under 'state'");

    // When
    running.orElseThrow().close();

    // Then
    running = Optional.of(started());
  }

  @Test
  void damagedRestrictionsStopTheStart() throws Exception {
    // Given
    running.orElseThrow().close();
    running = Optional.empty();
    Path file = folder.resolve("polder-state/restrictions.json");
    Files.writeString(file, "{\"version\":1,");

    // Then
    assertThatThrownBy(this::started)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("move it away");
  }

  @Test
  void aStateFolderThatCannotBeIsNamedWithTheRemedy() throws Exception {
    // Given
    Path file = Files.writeString(folder.resolve("no-folder"), "a file");

    // Then
    assertThatThrownBy(() -> new StateFolder(file).token(new Random(7)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("name another folder under 'state'");
  }

  @Test
  void aDeploymentWhoseNameHasASlashCanBeToldToReturn() {
    assertThat(polder("failback", "acme/large")).isZero();
    assertThat(polder("failback", "acme/lage")).isEqualTo(1);
    assertThat(err.toString()).contains("Nearest: acme/large");
  }

  @ParameterizedTest
  @CsvSource({
    "provider:acne, x, , , , Nearest: acme",
    "acme, x, , , , is no selector",
    "provider:acme, '', , , , The reason is empty",
    "provider:acme, x, soon, , , is no length of time",
    "provider:acme, x, 0s, , , no sensible length",
    "provider:acme, x, 99999d, , , no sensible length",
    "provider:acme, x, , many, , is no cap",
    "provider:acme, x, , , cheap, is no price",
    "provider:acme, x, , 30/min, x3, 'caps or prices, not both'",
  })
  void faultyInputIsRefusedWithTheRemedy(
      String selector,
      String reason,
      @Nullable String span,
      @Nullable String cap,
      @Nullable String price,
      String message) {
    // Given
    List<String> arguments = new ArrayList<>(List.of("restrict", selector, "--reason", reason));
    if (span != null) {
      arguments.addAll(List.of("--for", span));
    }
    if (cap != null) {
      arguments.addAll(List.of("--cap", cap));
    }
    if (price != null) {
      arguments.addAll(List.of("--price", price));
    }

    // When
    int code = polder(arguments.toArray(String[]::new));

    // Then
    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains(message);
    assertThat(out.toString()).isEmpty();
    assertThat(polder("restrictions")).isZero();
    assertThat(out.toString()).contains("Nothing is restricted");
  }

  @Test
  void anUnknownIdentifierIsAnsweredWithTheNearest() {
    // Given
    polder("restrict", "provider:acme", "--reason", "order 7");
    String id = restrictedId();

    // When
    int code = polder("lift", id + "x");

    // Then
    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("Nearest: " + id);
  }

  @Test
  void aCountryUnderWhichNothingIsIsRestrictedWithANote() {
    assertThat(polder("restrict", "control:CN", "--reason", "sanctions")).isZero();
    assertThat(out.toString()).contains("Note: It meets no deployment now");
  }

  @Test
  void withoutAGatewayTheCommandSaysHowToStartOne() {
    // Given
    running.orElseThrow().close();
    running = Optional.empty();

    // When
    int code = polder("restrictions");

    // Then
    assertThat(code).isEqualTo(3);
    assertThat(err.toString()).contains("No gateway answers").contains("polder serve");
  }

  @Test
  void aWrongTokenIsSaidToBeOne() throws Exception {
    // Given
    Files.writeString(folder.resolve("polder-state/admin-token"), "another");

    // When
    int code = polder("restrictions");

    // Then
    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("another token").contains("POLDER_ADMIN_TOKEN");
  }

  @Test
  void aLongReasonIsBrokenIntoLines() {
    assertThat(polder("restrict", "provider:acme", "--reason", "long words ".repeat(30))).isZero();
    assertThat(polder("restrictions")).isZero();
    assertThat(polder("explain")).isZero();
    assertThat(out.toString()).contains("long words long");
  }

  @Test
  void jsonIsTheApisAnswerAlsoWhenItRefuses() {
    assertThat(polder("explain", "--json")).isZero();
    assertThat(out.toString()).startsWith("{").contains("\"ladder\"");
    assertThat(polder("explain", "lettrs", "--json")).isEqualTo(1);
    assertThat(out.toString()).contains("\"error\"").contains("letters");
  }

  @Test
  void withoutTheTokenNobodyComesIn() throws Exception {
    for (String path : List.of("restrictions", "status", "use-cases", "deployments", "nothing")) {
      assertThat(admin("GET", path, "", "x-a", "b").statusCode()).as(path).isEqualTo(401);
      assertThat(admin("GET", path, "", "authorization", "Bearer wrong").statusCode())
          .as(path)
          .isEqualTo(401);
      assertThat(admin("GET", path, "", "authorization", "Bearer ").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void theTokenIsKeptForItsOwnerOnly() throws Exception {
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("polder-state/admin-token"))))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example:80", ""})
  void aForeignHostNameIsRefusedOnLoopback(String host) throws Exception {
    // When
    String answer =
        raw(
            "GET /admin/v1/status HTTP/1.1\r\nhost: %s\r\nauthorization: Bearer %s\r\n\r\n"
                .formatted(host, token()));

    // Then
    assertThat(answer).containsAnyOf("HTTP/1.1 403", "HTTP/1.1 400");
  }

  @Test
  void itsOwnNamesAreAnswered() throws Exception {
    for (String host : List.of("localhost:1", "127.0.0.1", "[::1]:8485", "LOCALHOST")) {
      assertThat(
              raw(
                  "GET /admin/v1/status HTTP/1.1\r\nhost: %s\r\nauthorization: Bearer %s\r\n\r\n"
                      .formatted(host, token())))
          .as(host)
          .isEqualTo("HTTP/1.1 200 OK");
    }
  }

  /// What two servers could read in two ways is answered and the last of its connection, whatever
  /// token it shows; other spellings of a path are other paths.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GET /admin/v1/status HTTP/1.1\\ncontent-length: 3\\ntransfer-encoding: chunked | 400
          GET /admin/v1/status HTTP/1.1\\ntransfer-encoding: gzip, chunked                | 400
          GET /admin/v1/status HTTP/1.1\\nhost: 127.0.0.1                                 | 400
          GET /admin/v1/status HTTP/1.1\\nauthorization: Bearer another                   | 400
          GET http://evil.example/admin/v1/status HTTP/1.1                                | 400
          GET /admin/v1/status HTTP/1.1\\nx: a\\0b                                        | 400
          GET /admin/v1/status HTTP/1.1\\nx: LONG                                         | 431
          GET /admin//v1/status HTTP/1.1                                                  | 404
          GET /admin/v1/use-cases/../status HTTP/1.1                                      | 404
          GET /admin/v1/%73tatus HTTP/1.1                                                 | 404
          GET /v1/models HTTP/1.1                                                         | 404
          """)
  void headsOnRawSocketsAreReadAsTheyStandOrNotAtAll(String head, int status) throws Exception {
    // Given
    String written =
        head.replace("\\n", "\r\n").replace("\\0", "\0").replace("LONG", "y".repeat(20_000));
    String fields = "\r\nhost: localhost\r\nauthorization: Bearer %s".formatted(token());

    // When
    String received = rawAnswers(written + fields + "\r\n\r\n", status == 404);

    // Then
    assertThat(received).startsWith("HTTP/1.1 %d ".formatted(status)).contains("{\"error\":");
    assertThat(received).doesNotContain("\"restrictions\"");
  }

  /// All that comes until the gateway closes, when another request stands right behind this one.
  private String rawAnswers(String request, boolean goesOn) throws IOException {
    String next = "GET /admin/v1/status HTTP/1.1\r\nhost: localhost\r\n%s\r\n\r\n";
    URI address = running.orElseThrow().admin();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(10_000);
      String behind =
          goesOn
              ? next.formatted("connection: close")
              : next.formatted("authorization: Bearer " + token());
      socket.getOutputStream().write((request + behind).getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private String raw(String request) throws IOException {
    URI address = running.orElseThrow().admin();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      String first =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      return first == null ? "closed" : first;
    }
  }

  @Test
  void aClientWithAHundredConnectionsGetsNoMore() throws Exception {
    // Given
    URI address = running.orElseThrow().admin();
    List<Socket> open = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      open.add(new Socket(address.getHost(), address.getPort()));
    }
    String status =
        "GET /admin/v1/status HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer %s\r\n\r\n"
            .formatted(token());

    // Then
    assertThat(raw(status)).startsWith("HTTP/1.1 429 ");

    // When
    for (Socket socket : open) {
      socket.close();
    }
    String answer = "";
    for (int tries = 0; tries < 100 && !answer.contains(" 200 "); tries++) {
      answer = raw(status);
    }

    // Then
    assertThat(answer).isEqualTo("HTTP/1.1 200 OK");
  }

  @Test
  void badRequestsGetTheirStatusAndOneFormOfError() throws Exception {
    assertError(admin("GET", "nothing", ""), 404, "Known: GET /admin/v1/status");
    assertError(admin("PUT", "restrictions", ""), 405, "There is no PUT");
    assertError(admin("POST", "restrictions", "{"), 400, "no JSON object");
    assertError(admin("POST", "restrictions", "[]"), 400, "no JSON object");
    assertError(admin("POST", "restrictions", "[".repeat(5000)), 400, "no JSON object");
    assertError(admin("POST", "restrictions", "{}"), 400, "There is no 'selector'");
    assertError(
        admin("POST", "restrictions", "{\"selector\":7,\"reason\":\"x\"}"), 400, "no selector");
    assertError(admin("POST", "restrictions", "{\"slector\":\"x\"}"), 400, "no field 'slector'");
    assertError(
        admin("POST", "restrictions?dry-run=perhaps", "{\"selector\":\"provider:acme\"}"),
        400,
        "reason is empty");
    assertError(
        admin(
            "POST",
            "restrictions",
            "{\"selector\":\"provider:acme\",\"reason\":\"x\",\"now\":\"yes\"}"),
        400,
        "'now'");
    assertError(admin("POST", "restrictions", "x".repeat(100_000)), 413, "longer than");
    assertThat(admin("GET", "restrictions", "").body()).isEqualTo("{\"restrictions\":[]}");
  }

  private static void assertError(HttpResponse<String> answer, int status, String message) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).startsWith("{\"error\":{\"message\":\"").contains(message);
  }

  @Test
  void theStatusNamesWhatIsDarkAndWhatIsOnItsFallback() throws Exception {
    // When
    polder("restrict", "provider:acme", "--reason", "order 7");

    // Then
    assertThat(admin("GET", "status", "").body())
        .isEqualTo(
            "{\"restrictions\":1,\"use_cases\":2,\"on_fallback\":[\"letters\"],\"dark\":[\"triage\"]}");
    assertThat(admin("GET", "deployments", "").body())
        .contains("\"name\":\"acme/large\"")
        .contains("\"control\":\"US\"")
        .contains("\"restrictions\":[\"r-");
  }
}
