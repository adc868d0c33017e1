package dev.polder.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.app.config.PolderFile;
import dev.polder.app.config.ReadResult;
import dev.polder.gateway.guard.ClientKey;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.Script;
import dev.polder.testkit.ScriptedUpstream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Planted secrets are looked for wherever they must not come to: the outcome file, the log, the
/// errors that clients get. Row 16 of how gateways fail in the field.
///
/// An upstream's own error may repeat the prompt to the client that wrote it; it may not repeat the
/// credential, and nothing of it is kept.
final class SecretsTest {
  private static final String CREDENTIAL = "sk-planted-credential-4711";
  private static final String CLIENT_KEY = "polder-planted-client-key-4711";
  private static final String WRONG_KEY = "polder-planted-wrong-key-4711";
  private static final String PROMPT = "planted prompt of a citizen 4711";
  private static final String ECHO = "no " + PROMPT + " with " + CREDENTIAL;

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> errors = new ArrayList<>();

  @Test
  void row16NoPlantedSecretComesOutAnywhere(@TempDir Path folder) throws Exception {
    // Given
    Path outcomes = folder.resolve("outcomes.jsonl");
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    Handler listener = listenTo(log);
    try (ScriptedUpstream upstream = ScriptedUpstream.start()) {
      // When: calls end in every way there is, each time at a Polder that has ejected nobody yet
      for (Script script : scripts()) {
        upstream.always(script);
        try (RunningPolder polder = start(folder, upstream)) {
          call(polder, CLIENT_KEY, body("letters", false));
          call(polder, CLIENT_KEY, body("letters", true));
          call(polder, CLIENT_KEY, body("buffered", true));
        }
      }
      List<String> upstreamsWords = List.copyOf(errors);
      errors.clear();
      try (RunningPolder polder = start(folder, upstream)) {
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
      assertThat(polderWords)
          .noneMatch(answer -> holds(answer, CREDENTIAL, CLIENT_KEY, WRONG_KEY, PROMPT));
    } finally {
      Logger.getLogger("").removeHandler(listener);
      http.close();
    }
    assertThat(Files.readAllLines(outcomes))
        .hasSizeGreaterThan(20)
        .anyMatch(line -> line.contains("served-by-primary"))
        .anyMatch(line -> line.contains("failed"))
        .noneMatch(line -> holds(line, CREDENTIAL, CLIENT_KEY, WRONG_KEY, PROMPT));
    assertThat(log).noneMatch(line -> holds(line, CREDENTIAL, CLIENT_KEY, WRONG_KEY, PROMPT));
  }

  /// Whether one of `secrets`, or a telling part of one, stands in `text`.
  private static boolean holds(String text, String... secrets) {
    return Arrays.stream(secrets)
        .anyMatch(secret -> text.contains(secret) || text.contains(secret.substring(3, 15)));
  }

  private static List<Script> scripts() {
    Script begun = OpenAiAnswers.streamHead().chunk(OpenAiAnswers.contentEvent("begun"));
    String error = OpenAiAnswers.errorBody("t", CREDENTIAL, ECHO);
    return List.of(
        OpenAiAnswers.chat("fine"),
        OpenAiAnswers.stream(true, "fine"),
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

  private static RunningPolder start(Path folder, ScriptedUpstream upstream) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("polder.yaml"),
            """
            organisation: X
            server: {port: 0}
            admin: {port: 0}
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
            """
                .formatted(upstream.baseUrl(), ClientKey.hashOf(CLIENT_KEY)));
    return switch (PolderFile.read(file, Map.of("ACME_KEY", CREDENTIAL))) {
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
            log.add(
                logged.getMessage() + Arrays.toString(logged.getParameters()) + logged.getThrown());
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
