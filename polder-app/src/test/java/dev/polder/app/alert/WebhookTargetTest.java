package dev.polder.app.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.polder.app.alert.Alert.Kind;
import dev.polder.app.alert.Alert.Severity;
import dev.polder.model.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages over real sockets: signed, tried again where that may help, never sent elsewhere.
final class WebhookTargetTest {
  private static final Secret SECRET = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  private static final List<Duration> SHORT = List.of(Duration.ofMillis(20), Duration.ofMillis(40));

  private static Notice notice(String subject) {
    Alert alert =
        new Alert(
            Kind.USE_CASE_AT_RISK,
            subject,
            Severity.CRITICAL,
            "Use case 'létters' is dark.",
            "one: \"restricted\"",
            Instant.parse("2026-06-12T09:00:00Z"));
    return new Notice(
        "msg_1",
        Notice.Status.RAISED,
        alert,
        Instant.parse("2026-06-12T09:00:01Z"),
        Duration.ofSeconds(1));
  }

  private static WebhookTarget to(URI address) {
    return new WebhookTarget(address, SECRET, InstantSource.system());
  }

  /// The vector of the reference libraries of Standard Webhooks.
  @Test
  void signsAsTheStandardsOwnExampleIsSigned() {
    assertThat(
            new WebhookSignature(SECRET)
                .of(
                    "msg_p5jXN8AQM9LWM0D4loKWxJek",
                    1_614_265_330,
                    "{\"test\": 2432232314}".getBytes(UTF_8)))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void postsTheMessageWithItsSignature() throws Exception {
    try (Receiver receiver = new Receiver()) {
      // When
      Target.Delivery delivery = to(receiver.address("/hook?token=x")).deliver(notice("letters"));

      // Then
      Receiver.Received message = receiver.next();
      assertThat(delivery).isEqualTo(new Target.Delivery.Arrived("status 204"));
      assertThat(message.path()).isEqualTo("/hook?token=x");
      long timestamp = Long.parseLong(message.headers().getOrDefault("webhook-timestamp", "0"));
      assertThat(timestamp).isCloseTo(Instant.now().getEpochSecond(), Offset.offset(60L));
      assertThat(message.headers())
          .containsEntry("webhook-id", "msg_1")
          .containsEntry("content-type", "application/json")
          .containsEntry(
              "webhook-signature",
              new WebhookSignature(SECRET).of("msg_1", timestamp, message.body()));
      JsonNode json = new JsonMapper().readTree(message.body());
      assertThat(json.path("type").asText()).isEqualTo("use-case-at-risk.raised");
      assertThat(json.path("timestamp").asText()).isEqualTo("2026-06-12T09:00:01Z");
      assertThat(json.path("data").path("subject").asText()).isEqualTo("letters");
      assertThat(json.path("data").path("severity").asText()).isEqualTo("critical");
      assertThat(json.path("data").path("summary").asText())
          .isEqualTo("Use case 'létters' is dark.");
      assertThat(json.path("data").path("lasted_seconds").asInt()).isEqualTo(1);
    }
  }

  @Test
  void thePythonInTheHowToVerifiesARealMessage(@TempDir Path folder) throws Exception {
    // Given
    Path howTo = Path.of("../docs/how-to/be-alerted.md");
    String python = Files.readString(howTo).split("```python\n", 2)[1].split("```", 2)[0];
    Files.writeString(
        folder.resolve("check.py"),
        python
            + """
            import sys
            _, secret, id, timestamp, signature = sys.argv
            headers = {"webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature}
            verify(secret, headers, sys.stdin.buffer.read())
            """);
    try (Receiver receiver = new Receiver()) {
      // When
      to(receiver.address("/")).deliver(notice("letters"));

      // Then
      Receiver.Received message = receiver.next();
      assertThat(python(folder, message, message.body())).isZero();
      byte[] forged = message.text().replace("critical", "harmless").getBytes(UTF_8);
      assertThat(python(folder, message, forged)).isNotZero();
    }
  }

  private static int python(Path folder, Receiver.Received message, byte[] body) throws Exception {
    Process python;
    try {
      python =
          new ProcessBuilder(
                  "python3",
                  folder.resolve("check.py").toString(),
                  SECRET.reveal(),
                  message.headers().getOrDefault("webhook-id", ""),
                  message.headers().getOrDefault("webhook-timestamp", ""),
                  message.headers().getOrDefault("webhook-signature", ""))
              .redirectErrorStream(true)
              .start();
    } catch (IOException noPython) {
      assumeTrue(false, "python3 is not here");
      throw noPython;
    }
    python.getOutputStream().write(body);
    python.getOutputStream().close();
    python.getInputStream().readAllBytes();
    assertThat(python.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return python.exitValue();
  }

  @Test
  void triesAgainWithTheSameIdentifier() throws Exception {
    try (Receiver receiver = new Receiver(503, 429);
        Dispatch dispatch = dispatch(receiver.address("/"))) {
      // When
      dispatch.accept(notice("letters"));

      // Then
      for (int i = 0; i < 3; i++) {
        assertThat(receiver.next().headers()).containsEntry("webhook-id", "msg_1");
      }
      awaitIdle(dispatch);
      assertThat(dispatch.undelivered()).isZero();
      assertThat(receiver.waiting()).isZero();
    }
  }

  private static Dispatch dispatch(URI address) {
    return new Dispatch(List.of(new Subscription(to(address), Set.of())), SHORT);
  }

  /// Closing waits for what is on its way.
  private static void awaitIdle(Dispatch dispatch) {
    dispatch.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 400, 401, 404, 410})
  void doesNotFollowRedirectsOrInsist(int status) throws Exception {
    try (Receiver receiver = new Receiver(status);
        Dispatch dispatch = dispatch(receiver.address("/"))) {
      // When
      dispatch.accept(notice("letters"));

      // Then
      assertThat(receiver.next().path()).isEqualTo("/");
      awaitIdle(dispatch);
      assertThat(dispatch.undelivered()).isEqualTo(1);
      assertThat(receiver.waiting()).isZero();
    }
  }

  @Test
  void givesUpInBoundedTimeAndGoesOnWithTheNextMessage() throws Exception {
    try (Receiver receiver = new Receiver(500, 500, 500);
        Dispatch dispatch = dispatch(receiver.address("/"))) {
      // When
      dispatch.accept(notice("first"));
      dispatch.accept(notice("second"));

      // Then
      for (int i = 0; i < 3; i++) {
        assertThat(receiver.next().text()).contains("first");
      }
      assertThat(receiver.next().text()).contains("second");
      assertThat(dispatch.undelivered()).isEqualTo(1);
    }
  }

  @Test
  void oneTargetThatHangsHoldsUpNeitherCallsNorTheOthers() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Receiver receiver = new Receiver()) {
      Target hanging = to(URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/"));
      Dispatch dispatch =
          new Dispatch(
              List.of(
                  new Subscription(hanging, Set.of()),
                  new Subscription(to(receiver.address("/")), Set.of())),
              SHORT);

      // When
      for (int i = 0; i < 10_000; i++) {
        dispatch.accept(notice("letters"));
      }

      // Then
      assertThat(receiver.next().text()).contains("letters");
      assertThat(dispatch.undelivered()).isGreaterThan(9_000);
    }
  }

  @Test
  void anAnswerThatDoesNotComeIsGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // When
      Target.Delivery delivery =
          new WebhookTarget(
                  URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/"),
                  SECRET,
                  InstantSource.system(),
                  Duration.ofMillis(200))
              .deliver(notice("letters"));

      // Then
      assertThat(delivery).isInstanceOf(Target.Delivery.Unreached.class);
    }
  }

  @Test
  void aTargetHearsOnlyWhatItWantsTo() throws Exception {
    try (Receiver receiver = new Receiver()) {
      Dispatch dispatch =
          new Dispatch(
              List.of(
                  new Subscription(
                      to(receiver.address("/")),
                      Set.of(Kind.ACCESS_LOST, Kind.ENGINE_RESTARTING))));

      // When
      dispatch.accept(notice("letters"));
      dispatch.close();

      // Then
      assertThat(receiver.waiting()).isZero();
    }
  }

  @Test
  void itsNameShowsNoSecret() {
    WebhookTarget target = to(URI.create("https://user:pw@hooks.example.org:8443/T1/secret?key=k"));

    assertThat(target.name()).isEqualTo("webhook https://hooks.example.org:8443");
  }
}
