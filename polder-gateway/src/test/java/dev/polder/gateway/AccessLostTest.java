package dev.polder.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.gateway.call.Catalogue;
import dev.polder.gateway.call.Circumstances;
import dev.polder.gateway.call.Serving;
import dev.polder.gateway.call.UseCase;
import dev.polder.gateway.continuity.ContinuityPolicy;
import dev.polder.gateway.continuity.Interruption;
import dev.polder.gateway.gate.Gate;
import dev.polder.gateway.guard.Keyring;
import dev.polder.gateway.health.Health;
import dev.polder.gateway.health.HealthPolicy;
import dev.polder.gateway.restriction.AccessWatch;
import dev.polder.gateway.restriction.Restriction;
import dev.polder.gateway.restriction.Restrictions;
import dev.polder.gateway.route.Ladder;
import dev.polder.gateway.route.Router;
import dev.polder.gateway.server.GatewayOptions;
import dev.polder.gateway.server.GatewayServer;
import dev.polder.gateway.traffic.Traffic;
import dev.polder.model.Deployment;
import dev.polder.model.Jurisdiction;
import dev.polder.model.Preset;
import dev.polder.model.Provider;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.ReceivedRequest;
import dev.polder.testkit.Script;
import dev.polder.testkit.ScriptedUpstream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Access that is lost and returns, over real sockets: two deployments at one provider, and one of
/// one's own behind them.
final class AccessLostTest {
  private static final AccessWatch.Policy FAST =
      new AccessWatch.Policy(
          Duration.ofMillis(20),
          Duration.ofMillis(50),
          Duration.ofMillis(50),
          Duration.ofMillis(200));
  private static final Script GEOBLOCK =
      OpenAiAnswers.error(
          403, "request_forbidden", "unsupported_country_region_territory", "not there");

  private final ScriptedUpstream acme = ScriptedUpstream.start();
  private final ScriptedUpstream own =
      ScriptedUpstream.start().always(OpenAiAnswers.chat("from the fallback"));
  private final Restrictions restrictions = new Restrictions(InstantSource.system());
  private final AccessWatch watch =
      new AccessWatch(restrictions, FAST, InstantSource.system(), System::nanoTime, new Random(7));
  private final Health health =
      new Health(HealthPolicy.USUAL, System::nanoTime, new Random(7), (name, before, after) -> {});
  private final Semaphore nudges = new Semaphore(0);
  private final HttpClient http = HttpClient.newHttpClient();
  private Optional<GatewayServer> server = Optional.empty();

  @BeforeEach
  void start() throws IOException {
    Deployment large = deployment("acme-large", "acme", acme.baseUrl());
    Deployment small = deployment("acme-small", "acme", acme.baseUrl());
    Deployment fallback = deployment("own-small", "own", own.baseUrl());
    ContinuityPolicy policy =
        new ContinuityPolicy(Interruption.FAIL, RunningGateway.SHORT, 1024 * 1024);
    List<Deployment> all = List.of(large, small, fallback);
    Catalogue catalogue =
        new Catalogue(
            List.of(new UseCase("letters", "", Ladder.of(List.of(large, fallback)), policy)),
            all,
            policy);
    GatewayServer started =
        GatewayServer.start(
            GatewayOptions.usual().at("127.0.0.1", 0),
            () -> new Serving(catalogue, new Keyring(List.of())),
            new Router(restrictions, health, new Gate(InstantSource.system()), new Random(7)),
            receipt -> {},
            new Circumstances(restrictions, health, watch, new Traffic(System::nanoTime)),
            InstantSource.system(),
            new Random(7));
    server = Optional.of(started);
    watch.begin(started.probe(), all, nudges::release);
  }

  @AfterEach
  void stop() {
    server.ifPresent(GatewayServer::close);
    http.close();
    acme.close();
    own.close();
  }

  private static Deployment deployment(String name, String provider, URI address) {
    return new Deployment(
        name,
        new Provider(provider, Preset.VLLM, () -> Optional.of(address), Optional.empty()),
        name,
        new Jurisdiction("US", "US", "US"));
  }

  private String chat(String model, String text) throws IOException, InterruptedException {
    String body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(model, text);
    return http.send(
            HttpRequest.newBuilder(
                    URI.create(
                        "http://127.0.0.1:%d/v1/chat/completions"
                            .formatted(server.orElseThrow().port())))
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /// Lets the watch work until `reached`; it is ticked as it is in the program.
  private void watchUntil(BooleanSupplier reached) throws InterruptedException {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!reached.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within 20 s").isLessThan(limit);
      boolean _ = nudges.tryAcquire(10, TimeUnit.MILLISECONDS);
      watch.tick();
    }
  }

  private static boolean isProbe(ReceivedRequest request) {
    return request.body().contains("\"ping\"");
  }

  private long probes() {
    return acme.received().stream().filter(AccessLostTest::isProbe).count();
  }

  private long probesOf(String model) {
    return acme.received().stream()
        .filter(AccessLostTest::isProbe)
        .filter(request -> request.body().contains(model))
        .count();
  }

  @Test
  void oneCallersOddRequestRestrictsNothingForOthers() throws Exception {
    // Given
    acme.always(request ->
        request.body().contains("odd") ? GEOBLOCK : OpenAiAnswers.chat("from the primary"));

    // When
    for (int i = 0; i < 5; i++) {
      assertThat(chat("letters", "odd")).contains("from the fallback");
      long before = probes();
      watchUntil(() -> probes() > before);
      long limit = System.nanoTime() + FAST.quiet().toNanos();
      watchUntil(() -> System.nanoTime() > limit + TimeUnit.MILLISECONDS.toNanos(50));
    }

    // Then
    assertThat(restrictions.all()).isEmpty();
    assertThat(chat("letters", "usual")).contains("from the primary");
  }

  @ParameterizedTest
  @CsvSource({
    "403, unsupported_country_region_territory",
    "402, billing_error",
    "429, insufficient_quota",
    "401, invalid_api_key",
    "404, model_not_found",
    "451, unavailable",
  })
  void aLossThatTheProbeConfirmsRestrictsThatDeploymentUntilAccessReturns(int status, String code)
      throws Exception {
    // Given
    acme.always(request ->
        request.body().contains("acme-large")
            ? OpenAiAnswers.error(status, "x", code, "gone")
            : OpenAiAnswers.chat("from the small one"));

    // When
    assertThat(chat("letters", "usual")).contains("from the fallback");
    watchUntil(() -> !restrictions.all().isEmpty());

    // Then
    assertThat(restrictions.all())
        .singleElement()
        .satisfies(restriction -> {
          assertThat(restriction.selector()).hasToString("deployment:acme-large");
          assertThat(restriction.reason()).contains(Integer.toString(status)).contains(code);
          assertThat(restriction.origin()).isEqualTo(Restriction.Origin.DETECTED);
        });
    assertThat(chat("acme-small", "usual")).contains("from the small one");
    assertThat(probesOf("acme-small")).isZero();
    long calls = acme.received().stream().filter(request -> !isProbe(request)).count();
    assertThat(chat("letters", "usual")).contains("from the fallback");
    assertThat(acme.received().stream().filter(request -> !isProbe(request)).count())
        .isEqualTo(calls);

    // When
    acme.always(OpenAiAnswers.chat("from the primary"));
    watchUntil(() -> restrictions.all().isEmpty());

    // Then
    assertThat(chat("letters", "usual")).contains("from the primary");
  }

  @Test
  void aProbeThatFindsItBrokenRestrictsNothing() throws Exception {
    // Given
    acme.always(request ->
        isProbe(request) ? OpenAiAnswers.error(500, "server_error", "", "oops") : GEOBLOCK);

    // When
    chat("letters", "usual");
    watchUntil(() -> watch.use().containsKey("acme-large"));

    // Then
    assertThat(restrictions.all()).isEmpty();
  }

  @Test
  void whatIsOnlyBrokenOrBusyIsNotEvenSuspected() throws Exception {
    // Given
    acme.always(OpenAiAnswers.error(429, "requests", "rate_limit_exceeded", "slow down"));

    // When
    assertThat(chat("letters", "usual")).contains("from the fallback");
    watch.tick();

    // Then
    assertThat(watch.use()).isEmpty();
    assertThat(probes()).isZero();
  }

  @Test
  void theProbeSaysNothingOfACallersAndWantsOneToken() throws Exception {
    // Given
    acme.always(GEOBLOCK);

    // When
    chat("letters", "a secret of the caller's");
    watchUntil(() -> probes() > 0);

    // Then
    ReceivedRequest probe =
        acme.received().stream().filter(AccessLostTest::isProbe).findFirst().orElseThrow();
    assertThat(probe.body())
        .isEqualTo(
            "{\"model\":\"acme-large\",\"max_tokens\":1,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"ping\"}]}");
  }
}
