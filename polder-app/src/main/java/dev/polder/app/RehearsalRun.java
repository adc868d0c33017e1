package dev.polder.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import dev.polder.app.config.Configuration;
import dev.polder.app.config.PolderFile;
import dev.polder.app.config.ReadResult;
import dev.polder.app.config.UseCaseSettings;
import dev.polder.app.evidence.Suites;
import dev.polder.app.evidence.Variants;
import dev.polder.evidence.finding.Finding;
import dev.polder.evidence.verdict.Declaration;
import dev.polder.evidence.verdict.Plan;
import dev.polder.evidence.verdict.Results;
import dev.polder.store.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A run of the whole path of a call, for the JVM to watch: it makes the AOT cache from what it
/// saw.
///
/// It reads a configuration and findings, serves streams and whole answers, and fails over, against
/// an upstream in this very process. Nothing of it runs when Polder serves.
public final class RehearsalRun {
  private static final String WHOLE =
      "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}";
  private static final String EVENTS =
      """
      data: {"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}]}

      data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

      data: [DONE]

      """;

  /// So many that all of them right are enough for the use case's margin.
  private static final int CASES = 100;

  private RehearsalRun() {}

  public static void main(String[] arguments) {
    int code = 1;
    try {
      rehearse();
      code = 0;
    } catch (IOException | InterruptedException | RuntimeException failed) {
      failed.printStackTrace(System.err);
    } finally {
      // Whatever went wrong, even an Error: the upstream's threads alone would keep the JVM alive.
      System.exit(code);
    }
  }

  private static void rehearse() throws IOException, InterruptedException {
    HttpServer upstream = upstream();
    upstream.start();
    Path folder = Files.createTempDirectory("polder-rehearsal");
    Files.writeString(folder.resolve("cases.jsonl"), "{\"input\":\"Say a\",\"target\":\"a\"}\n");
    Path file = Files.writeString(folder.resolve("polder.yaml"), configuration(upstream));
    if (PolderFile.read(file, Map.of()) instanceof ReadResult.Good good) {
      keepFinding(good.configuration());
      try (RunningPolder polder =
          RunningPolder.start(good.configuration(), Map.of(), (engine, line) -> {})) {
        call(polder.port());
      }
    } else {
      throw new IllegalStateException("the rehearsal's own configuration is faulty");
    }
    upstream.stop(0);
    Main.commandLine().execute("check", file.toString());
    Main.commandLine().execute("evidence", "-c", file.toString());
  }

  private static HttpServer upstream() throws IOException {
    HttpServer upstream =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    upstream.createContext(
        "/v1/chat/completions",
        exchange -> {
          boolean stream =
              new String(exchange.getRequestBody().readAllBytes(), UTF_8)
                  .contains("\"stream\":true");
          byte[] answer = (stream ? EVENTS : WHOLE).getBytes(UTF_8);
          exchange
              .getResponseHeaders()
              .set("content-type", stream ? "text/event-stream" : "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    return upstream;
  }

  /// Opening a store and reading findings takes long without the cache: a database, a pool of
  /// connections and what maps rows are behind it.
  private static void keepFinding(Configuration configuration) throws IOException {
    UseCaseSettings letters = configuration.useCases().getFirst();
    Variants variants = new Variants(configuration, folder -> "");
    Declaration declared = Declaration.binary(0.05, new Plan.Fixed(CASES));
    double[] right = new double[CASES];
    Arrays.fill(right, 1);
    Finding finding =
        new Finding(
            letters.name(),
            variants.of(letters, "two"),
            Optional.of(variants.of(letters, "one")),
            new Suites().version(configuration.suites().getFirst().path()),
            declared,
            declared.judge(Results.paired(right, right)),
            Instant.now(),
            List.of("rehearsal"),
            Set.of());
    try (Store store = Store.open(configuration.store())) {
      store.findings().add(finding);
    }
  }

  private static String configuration(HttpServer upstream) {
    return """
    organisation: Rehearsal
    server: {port: 0}
    admin: {port: 0}
    providers:
      broken: {base-url: "http://127.0.0.1:9/v1"}
      works: {preset: vllm, base-url: "http://127.0.0.1:%d/v1"}
    deployments:
      one: {provider: broken, location: NL, control: NL, maker: NL}
      two: {provider: works, location: NL, control: NL, maker: NL}
    suites: {cases: cases.jsonl}
    use-cases:
      letters:
        candidates: [one, two]
        evidence: {suite: cases, require: strict}
        interruption: buffer
        limits: {call: 20s}
      notes: {candidates: [two]}
    """
        .formatted(upstream.getAddress().getPort());
  }

  private static void call(int port) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < 20; i++) {
        for (String useCase : new String[] {"letters", "notes"}) {
          for (String stream : new String[] {"true", "false"}) {
            send(
                client,
                port,
                "{\"model\":\"%s\",\"stream\":%s,\"messages\":[]}".formatted(useCase, stream));
          }
        }
      }
    }
  }

  private static void send(HttpClient client, int port, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/v1/chat/completions".formatted(port)))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("the rehearsal got " + answer.statusCode());
    }
  }
}
