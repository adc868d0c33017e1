package dev.polder.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.app.config.PolderFile;
import dev.polder.app.config.ReadResult;
import dev.polder.gateway.guard.ClientKey;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.Script;
import dev.polder.testkit.ScriptedUpstream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Planted secrets are looked for wherever they must not come to: the outcome file, the log down to
/// its finest level, the state folder, the errors that clients get, what the admin API answers, and
/// what alerts say. Row 16 of how gateways fail in the field.
///
/// An upstream's own error may repeat the prompt to the client that wrote it; it may not repeat the
/// credential, and nothing of it is kept.
final class SecretsTest {
  private static final String CREDENTIAL = "sk-planted-credential-4711";
  private static final String CLIENT_KEY = "polder-planted-client-key-4711";
  private static final String WRONG_KEY = "polder-planted-wrong-key-4711";
  private static final String PROMPT = "planted prompt of a citizen 4711";
  private static final String ANSWER = "withheld answer to that citizen 4711";
  private static final String TOKEN = "polder-planted-admin-token-4711";
  private static final String WRONG_TOKEN = "tried-as-an-admin-token-4711";
  private static final String WEBHOOK = "hooked-planted-signature-4711";

  /// What nobody may come to see who has not brought it.
  private static final String[] ALL = {
    CREDENTIAL, CLIENT_KEY, WRONG_KEY, PROMPT, ANSWER, TOKEN, WRONG_TOKEN, WEBHOOK
  };

  private static final String ECHO = "no " + PROMPT + " with " + CREDENTIAL;

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> errors = new ArrayList<>();

  @Test
  void row16NoPlantedSecretComesOutAnywhere(@TempDir Path folder) throws Exception {
    // Given
    Path outcomes = folder.resolve("outcomes.jsonl");
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    Logger root = Logger.getLogger("");
    Level before = root.getLevel();
    Handler listener = listenTo(log);
    root.setLevel(Level.ALL);
    List<String> told = new ArrayList<>();
    try (ScriptedUpstream upstream = ScriptedUpstream.start();
        ScriptedUpstream people =
            ScriptedUpstream.start().always(Script.begin().reply(200, "text/plain", "thanks"))) {
      // When: calls end in every way there is, each time at a Polder that has ejected nobody yet
      for (Script script : scripts()) {
        upstream.always(script);
        try (RunningPolder polder = start(folder, upstream, people)) {
          call(polder, CLIENT_KEY, body("letters", false));
          call(polder, CLIENT_KEY, body("letters", true));
          call(polder, CLIENT_KEY, body("buffered", true));
          told.addAll(steer(polder));
        }
      }
      List<String> upstreamsWords = List.copyOf(errors);
      errors.clear();
      try (RunningPolder polder = start(folder, upstream, people)) {
        call(polder, CLIENT_KEY, body("dark", true));
        call(polder, WRONG_KEY, body("letters", false));
        call(polder, CLIENT_KEY, body("no-such-use-case", false));
        call(polder, CLIENT_KEY, body("letters", false) + PROMPT);
        call(polder, CLIENT_KEY, body("letters", false).replace("[", "[["));
      }
      List<String> polderWords = List.copyOf(errors);

      // Then
      assertThat(upstreamsWords).hasSizeGreaterThan(20);
      assertThat(upstreamsWords).noneMatch(answer -> holds(answer, CREDENTIAL, CLIENT_KEY));
      assertThat(polderWords).hasSize(5);
      assertThat(polderWords).noneMatch(answer -> holds(answer, ALL));
      assertThat(told)
          .hasSizeGreaterThan(100)
          .anyMatch(answer -> answer.contains("\"ladder\""))
          .noneMatch(answer -> holds(answer, ALL));
      assertThat(people.received())
          .isNotEmpty()
          .noneMatch(message -> holds(message.headers() + message.body(), ALL));
    } finally {
      root.removeHandler(listener);
      root.setLevel(before);
      http.close();
    }
    assertThat(Files.readAllLines(outcomes))
        .hasSizeGreaterThan(20)
        .anyMatch(line -> line.contains("served-by-primary"))
        .anyMatch(line -> line.contains("failed"))
        .noneMatch(line -> holds(line, ALL));
    assertThat(log).anyMatch(line -> line.startsWith("FINE")).noneMatch(line -> holds(line, ALL));
    assertThat(kept(folder.resolve("polder-state")))
        .isNotEmpty()
        .noneMatch(content -> holds(content, ALL));
  }

  /// What the state folder's files hold.
  private static List<String> kept(Path state) throws IOException {
    List<String> contents = new ArrayList<>();
    try (Stream<Path> files = Files.walk(state)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.add(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }

  /// Asks the admin API for all that it tells, and for what it refuses.
  private List<String> steer(RunningPolder polder) throws IOException, InterruptedException {
    List<String> told = new ArrayList<>();
    for (String path : List.of("status", "restrictions", "use-cases", "deployments", "nothing")) {
      told.add(admin(polder, TOKEN, "GET", path, ""));
    }
    told.add(admin(polder, WRONG_TOKEN, "GET", "status", ""));
    told.add(admin(polder, TOKEN, "POST", "restrictions", "{\"selector\":\"provider:dark\"}"));
    told.add(
        admin(
            polder,
            TOKEN,
            "POST",
            "restrictions",
            "{\"selector\":\"provider:dark\",\"reason\":\"order 7\",\"for\":\"1h\"}"));
    return told;
  }

  private String admin(RunningPolder polder, String token, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(polder.admin() + "/admin/v1/" + path))
                .header("authorization", "Bearer " + token)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.headers().map() + answer.body();
  }

  /// Whether one of `secrets`, or a telling part of one, stands in `text`.
  private static boolean holds(String text, String... secrets) {
    return Arrays.stream(secrets)
        .anyMatch(secret -> text.contains(secret) || text.contains(secret.substring(3, 15)));
  }

  private static List<Script> scripts() {
    Script begun = OpenAiAnswers.streamHead().chunk(OpenAiAnswers.contentEvent(ANSWER));
    String error = OpenAiAnswers.errorBody("t", CREDENTIAL, ECHO);
    return List.of(
        OpenAiAnswers.chat(ANSWER),
        OpenAiAnswers.stream(true, ANSWER),
        OpenAiAnswers.error(401, "auth", "invalid_api_key", ECHO),
        OpenAiAnswers.error(400, "invalid_request_error", PROMPT, ECHO),
        OpenAiAnswers.error(400, ECHO, "content_filter", ECHO),
        OpenAiAnswers.error(429, ECHO, ECHO, ECHO, "retry-after: 1"),
        OpenAiAnswers.error(500, "server_error", CREDENTIAL, ECHO),
        Script.begin().reply(502, "text/html", "<html>" + ECHO + "</html>"),
        Script.begin().reply(422, "text/html", "<html>" + ECHO + "</html>"),
        Script.begin().reply(200, "application/json", "{\"detail\":\"" + ECHO + "\"}"),
        Script.begin().reply(200, "application/json", error),
        Script.begin().reply(200, "text/plain", ECHO),
        OpenAiAnswers.streamHead().chunk("data: " + error + "\n\n").endOfChunks(),
        begun.chunk("data: " + error + "\n\n").endOfChunks(),
        begun.chunk("data: " + ECHO + "\n\n").endOfChunks(),
        begun
            .chunk(OpenAiAnswers.event("{}", "\"" + ECHO + "\""))
            .chunk(OpenAiAnswers.DONE)
            .endOfChunks(),
        begun.cut(),
        Script.begin().cut(),
        Script.begin().send(ECHO + "\r\n\r\n").close());
  }

  private static String body(String model, boolean stream) {
    return "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
        .formatted(model, stream, PROMPT);
  }

  private void call(RunningPolder polder, String key, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + polder.port() + "/v1/chat/completions"))
            .header("authorization", "Bearer " + key)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200 || answer.body().contains("\"error\"")) {
      errors.add(answer.statusCode() + " " + answer.headers().map() + answer.body());
    }
  }

  private static RunningPolder start(
      Path folder, ScriptedUpstream upstream, ScriptedUpstream people) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("polder.yaml"),
            """
            organisation: X
            server: {port: 0}
            admin: {port: 0, token: '${ADMIN_TOKEN}'}
            providers:
              acme: {base-url: '%s', preset: vllm, credential: '${ACME_KEY}'}
              dark: {base-url: 'http://127.0.0.1:1/v1', credential: '${ACME_KEY}'}
            deployments:
              one: {provider: acme, location: NL, control: NL, maker: FR}
              two: {provider: acme, location: NL, control: NL, maker: FR}
              none: {provider: dark, location: NL, control: NL, maker: FR}
            use-cases:
              letters: {candidates: [one, two], limits: {patience: 1ms}}
              buffered: {candidates: [one, two], interruption: buffer, limits: {patience: 1ms}}
              dark: {candidates: [none]}
            keys:
              - {name: clerk, hash: '%s'}
            alerts:
              - {webhook: '%s/hook', secret: '${WEBHOOK}'}
            """
                .formatted(upstream.baseUrl(), ClientKey.hashOf(CLIENT_KEY), people.baseUrl()));
    Map<String, String> environment =
        Map.of("ACME_KEY", CREDENTIAL, "ADMIN_TOKEN", TOKEN, "WEBHOOK", WEBHOOK);
    return switch (PolderFile.read(file, environment)) {
      case ReadResult.Good good ->
          RunningPolder.start(good.configuration(), Map.of(), (engine, text) -> {});
      case ReadResult.Faulty faulty -> throw new AssertionError(faulty.faults());
    };
  }

  private static Handler listenTo(List<String> log) {
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord logged) {
            StringWriter thrown = new StringWriter();
            if (logged.getThrown() != null) {
              logged.getThrown().printStackTrace(new PrintWriter(thrown));
            }
            log.add(
                logged.getLevel()
                    + logged.getMessage()
                    + Arrays.toString(logged.getParameters())
                    + thrown);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    handler.setLevel(Level.ALL);
    Logger.getLogger("").addHandler(handler);
    return handler;
  }
}
