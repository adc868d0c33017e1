package dev.polder.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.app.RunningPolder;
import dev.polder.app.config.PolderFile;
import dev.polder.app.config.ReadResult;
import dev.polder.gateway.guard.ClientKey;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.ScriptedUpstream;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What leaves a running Polder, on real sockets: traces and metrics at a collector, Prometheus'
/// page at the admin port.
final class TelemetryTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CREDENTIAL = "sk-planted-credential-4711";
  private static final String CLIENT_KEY = "polder-planted-client-key-4711";
  private static final String COLLECTOR_TOKEN = "planted-collector-token-4711";
  private static final String PROMPT = "planted prompt of a citizen 4711";
  private static final String ANSWER = "planted answer 4711";

  private final ScriptedUpstream acme = ScriptedUpstream.start();
  private final ScriptedUpstream own = ScriptedUpstream.start().always(OpenAiAnswers.chat(ANSWER));
  private final Collector collector = Collector.start();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir private Path folder = Path.of("");

  @AfterEach
  void stop() {
    http.close();
    acme.close();
    own.close();
    collector.close();
  }

  private RunningPolder polder(String telemetry) throws IOException {
    String text =
        """
        organisation: Test
        server: {port: 0}
        admin: {port: 0, token: "${ADMIN_TOKEN}"}
        telemetry: {%s}
        keys: [{name: planted-name-of-a-key, hash: "%s"}]
        providers:
          acme: {preset: openai, base-url: "%s", credential: "${ACME_KEY}"}
          own: {preset: vllm, base-url: "%s"}
        deployments:
          acme-large: {provider: acme, model: large-5, location: DE, control: US, maker: US}
          own-small:
            {provider: own, model: small, location: NL, control: NL, maker: NL, price: {input: 2, output: 4}}
        use-cases:
          letters: {candidates: [acme-large, own-small], retries: 0}
        """
            .formatted(telemetry, ClientKey.hashOf(CLIENT_KEY), acme.baseUrl(), own.baseUrl());
    Map<String, String> environment =
        Map.of("ACME_KEY", CREDENTIAL, "COLLECTOR_TOKEN", COLLECTOR_TOKEN, "ADMIN_TOKEN", "steer");
    ReadResult read = PolderFile.read(text, folder, environment);
    if (read instanceof ReadResult.Good good) {
      return RunningPolder.start(good.configuration(), environment, (engine, line) -> {});
    }
    throw new AssertionError(read);
  }

  private String exporting() {
    return "otlp: \"%s\", token: \"${COLLECTOR_TOKEN}\"".formatted(collector.address());
  }

  private HttpResponse<String> call(RunningPolder polder, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/v1/chat/completions".formatted(polder.port())))
            .header("authorization", "Bearer " + CLIENT_KEY)
            .timeout(Duration.ofSeconds(20))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String letter(boolean stream) {
    return """
    {"model":"letters","stream":%s,"messages":[{"role":"user","content":"%s"}]}\
    """
        .formatted(stream, PROMPT);
  }

  private HttpResponse<String> page(RunningPolder polder, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(polder.admin().resolve("/metrics")).timeout(Duration.ofSeconds(20));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private void acmeIsBroken() {
    acme.always(OpenAiAnswers.error(500, "server_error", "broken", "no " + PROMPT));
  }

  @Test
  void aFailoverIsTwoAttemptsUnderOneCallWithinTheClientsTrace() throws Exception {
    // Given
    acmeIsBroken();
    String client = "00-" + TRACE + "-b7ad6b7169203331-01";

    // When
    HttpResponse<String> answer;
    List<Span> spans;
    try (RunningPolder polder = polder(exporting())) {
      answer = call(polder, letter(false), "traceparent", client, "tracestate", "vendor=one");
      spans = collector.spans(3);
    }

    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(spans).extracting(span -> Collector.hex(span.getTraceId())).containsOnly(TRACE);
    Span first = spans.get(0);
    Span second = spans.get(1);
    Span call = spans.get(2);
    assertThat(Collector.hex(call.getParentSpanId())).isEqualTo("b7ad6b7169203331");
    assertThat(call.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(call.getName()).isEqualTo("chat letters");
    assertThat(call.getStatus().getCode()).isNotEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(Collector.attributes(call.getAttributesList()))
        .containsEntry("gen_ai.operation.name", "chat")
        .containsEntry("polder.outcome", "served-by-fallback")
        .containsEntry("gen_ai.response.finish_reasons", "stop")
        .containsEntry("polder.call.id", answer.headers().firstValue("x-polder-call").orElse(""));
    assertThat(List.of(first, second))
        .allMatch(attempt -> attempt.getParentSpanId().equals(call.getSpanId()))
        .allMatch(attempt -> attempt.getKind() == Span.SpanKind.SPAN_KIND_CLIENT);
    assertThat(Collector.attributes(first.getAttributesList()))
        .containsEntry("polder.deployment", "acme-large")
        .containsEntry("gen_ai.provider.name", "openai")
        .containsEntry("gen_ai.request.model", "large-5")
        .containsEntry("http.response.status_code", "500")
        .containsEntry("error.type", "broken");
    assertThat(first.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(Collector.attributes(second.getAttributesList()))
        .containsEntry("polder.deployment", "own-small")
        .containsEntry("gen_ai.usage.input_tokens", "7")
        .containsEntry("gen_ai.usage.output_tokens", "3")
        .doesNotContainKey("error.type");

    // And each upstream continues the trace of its own attempt
    assertThat(acme.received().getFirst().header("traceparent"))
        .contains("00-%s-%s-01".formatted(TRACE, Collector.hex(first.getSpanId())));
    assertThat(own.received().getFirst().header("traceparent"))
        .contains("00-%s-%s-01".formatted(TRACE, Collector.hex(second.getSpanId())));
    assertThat(own.received().getFirst().header("tracestate")).contains("vendor=one");
    assertThat(collector.authorisations()).containsOnly("Bearer " + COLLECTOR_TOKEN);
  }

  @Test
  void aClientThatDoesNotWantItsTraceKeptIsObeyedAndItsIdentifierTravelsOn() throws Exception {
    // Given
    acme.always(OpenAiAnswers.chat(ANSWER));

    // When
    try (RunningPolder polder = polder(exporting())) {
      call(polder, letter(false), "traceparent", "00-" + TRACE + "-b7ad6b7169203331-00");

      // Then
      assertThat(acme.received().getFirst().header("traceparent").orElse(""))
          .startsWith("00-" + TRACE + "-")
          .endsWith("-00");
      assertThat(collector.noSpanFor(Duration.ofMillis(2500))).isTrue();
    }
  }

  @Test
  void aCallWithoutATraceBeginsOneAndABrokenTraceIsNone() throws Exception {
    // Given
    acme.always(OpenAiAnswers.chat(ANSWER));

    // When
    List<Span> spans;
    try (RunningPolder polder = polder(exporting())) {
      call(polder, letter(false), "traceparent", "00-nonsense-01");
      spans = collector.spans(2);
    }

    // Then
    assertThat(spans.get(1).getParentSpanId().isEmpty()).isTrue();
    // 01: sampled; 02: its identifier is random, which those behind may rely on.
    assertThat(acme.received().getFirst().header("traceparent").orElse(""))
        .matches(
            "00-%s-%s-0[13]"
                .formatted(
                    Collector.hex(spans.get(0).getTraceId()),
                    Collector.hex(spans.get(0).getSpanId())));
  }

  @Test
  void withoutACollectorTheClientsTraceTravelsOnAsItCame() throws Exception {
    // Given
    acme.always(OpenAiAnswers.chat(ANSWER));
    String client = "00-" + TRACE + "-b7ad6b7169203331-01";

    // When
    try (RunningPolder polder = polder("metrics: off")) {
      call(polder, letter(false), "traceparent", client);
    }

    // Then
    assertThat(acme.received().getFirst().header("traceparent")).contains(client);
  }

  @Test
  void metricsHaveTheConventionsNamesAndBuckets() throws Exception {
    // Given
    acmeIsBroken();

    // When
    try (RunningPolder polder = polder(exporting())) {
      call(polder, letter(false));
    }

    // Then: what is left goes out when Polder stops
    Metric attempts = collector.metric("gen_ai.client.operation.duration");
    assertThat(attempts.getUnit()).isEqualTo("s");
    assertThat(attempts.getHistogram().getDataPointsList())
        .hasSize(2)
        .allMatch(point -> point.getExplicitBoundsList().getFirst() == 0.01)
        .allMatch(point -> point.getExplicitBoundsList().getLast() == 81.92)
        .extracting(point -> Collector.attributes(point.getAttributesList()).get("error.type"))
        .containsExactlyInAnyOrder("broken", null);
    HistogramDataPoint broken =
        attempts.getHistogram().getDataPointsList().stream()
            .filter(
                point -> Collector.attributes(point.getAttributesList()).containsKey("error.type"))
            .findFirst()
            .orElseThrow();
    assertThat(Collector.attributes(broken.getAttributesList()).keySet())
        .containsExactlyInAnyOrder(
            "gen_ai.operation.name",
            "gen_ai.provider.name",
            "gen_ai.request.model",
            "polder.deployment",
            "polder.use_case",
            "error.type");
  }

  @Test
  void prometheusReadsWhatHasHappenedAndHowThingsAre() throws Exception {
    // Given
    acmeIsBroken();
    own.next(OpenAiAnswers.stream(true, "a", "b", "c"));

    // When
    Map<String, Double> values;
    try (RunningPolder polder = polder("metrics: open")) {
      call(polder, letter(true));
      call(polder, letter(false));
      HttpResponse<String> page = page(polder);
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("content-type"))
          .contains("text/plain; version=0.0.4; charset=utf-8");
      values = Prometheus.parsed(page.body());
    }

    // Then
    assertThat(values)
        .containsEntry(
            "gen_ai_server_request_duration_seconds_count{gen_ai_operation_name=\"chat\","
                + "gen_ai_request_model=\"letters\",polder_outcome=\"served-by-fallback\"}",
            2.0)
        .containsEntry(
            "gen_ai_server_time_to_first_token_seconds_count{gen_ai_operation_name=\"chat\","
                + "gen_ai_request_model=\"letters\",polder_outcome=\"served-by-fallback\"}",
            1.0)
        .containsEntry(
            "polder_failovers_total{polder_attempt_result=\"broken\",polder_deployment=\"acme-large\","
                + "polder_use_case=\"letters\"}",
            2.0)
        // 2 × (7 × 2 + 3 × 4) of a millionth
        .containsEntry(
            "polder_cost_total{polder_deployment=\"own-small\",polder_use_case=\"letters\"}",
            0.000052)
        .containsEntry(
            "polder_deployment_condition{polder_condition=\"well\",polder_deployment=\"own-small\"}",
            1.0)
        .containsEntry("polder_deployment_outstanding{polder_deployment=\"own-small\"}", 0.0)
        .containsEntry("polder_deployment_restricted{polder_deployment=\"own-small\"}", 0.0)
        .containsEntry(
            "polder_candidate_usable{polder_candidate=\"own-small\",polder_use_case=\"letters\"}",
            1.0)
        .containsEntry("polder_receipts_lost_total", 0.0)
        .containsKey("jvm_memory_used_bytes{jvm_memory_type=\"heap\"}")
        .containsKey("process_uptime_seconds");
    assertThat(values.keySet()).noneMatch(name -> name.contains("4711"));
  }

  @Test
  void thePageWantsTheTokenUnlessItIsOpenAndIsNotThereWhereItIsOff() throws Exception {
    try (RunningPolder polder = polder("sample: 100%")) {
      assertThat(page(polder).statusCode()).isEqualTo(401);
      assertThat(page(polder, "authorization", "Bearer wrong").statusCode()).isEqualTo(401);
      assertThat(page(polder, "authorization", "Bearer steer").statusCode()).isEqualTo(200);
    }
    try (RunningPolder polder = polder("metrics: off")) {
      assertThat(page(polder).statusCode()).isEqualTo(401);
      assertThat(page(polder, "authorization", "Bearer steer").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void aCollectorThatIsDownCostsBatchesThatAreCountedAndNoCall() throws Exception {
    // Given
    acme.always(OpenAiAnswers.chat(ANSWER));
    collector.close();

    // When
    try (RunningPolder polder = polder(exporting() + ", metrics: open")) {
      assertThat(call(polder, letter(false)).statusCode()).isEqualTo(200);

      // Then
      String failed = "polder_telemetry_exports_failed_total{polder_signal=\"traces\"}";
      Eventually.holds(
          Duration.ofSeconds(30),
          () -> Prometheus.parsed(page(polder).body()).getOrDefault(failed, 0.0) > 0);
      assertThat(call(polder, letter(false)).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void noPlantedSecretIsInAnyTelemetry() throws Exception {
    // Given
    acme.next(OpenAiAnswers.error(401, "x", "invalid_api_key", PROMPT + CREDENTIAL));
    acme.always(OpenAiAnswers.chat(ANSWER));

    // When
    String prometheus;
    try (RunningPolder polder = polder(exporting() + ", metrics: open")) {
      call(polder, letter(false));
      call(polder, letter(true));
      call(polder, letter(false).replace("letters", "nobody-4711"));
      collector.spans(3);
      prometheus = page(polder).body();
    }

    // Then
    collector.metric("gen_ai.client.operation.duration");
    assertThat(collector.everything()).contains("letters");
    assertThat(prometheus).contains("letters");
    assertThat(collector.everything() + prometheus)
        .doesNotContain("4711")
        .doesNotContain("planted-name-of-a-key");
  }

  @Test
  void withAllTurnedOffThereIsNoThreadOfIt() throws Exception {
    // Given
    acme.always(OpenAiAnswers.chat(ANSWER));

    // When
    try (RunningPolder polder = polder("metrics: off")) {
      call(polder, letter(false));

      // Then
      assertThat(
              Thread.getAllStackTraces().keySet().stream()
                  .map(Thread::getName)
                  .collect(Collectors.toSet()))
          .noneMatch(name -> name.contains("BatchSpan") || name.contains("MetricReader"));
    }
  }

  @Test
  void aTokenForNobodyIsAFault() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("polder.yaml"), "organisation: Test\ntelemetry: {token: \"${T}\"}\n");
    assertThat(PolderFile.read(file, Map.of("T", "t")))
        .isInstanceOfSatisfying(
            ReadResult.Faulty.class,
            faulty ->
                assertThat(faulty.faults())
                    .anyMatch(fault ->
                        fault.line() == 2 && fault.message().contains("no 'otlp' to send it to")));
  }
}
