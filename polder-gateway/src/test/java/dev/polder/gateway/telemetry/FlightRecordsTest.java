package dev.polder.gateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.polder.gateway.RunningGateway;
import dev.polder.gateway.call.Call;
import dev.polder.gateway.call.CallListener;
import dev.polder.gateway.call.UseCase;
import dev.polder.gateway.continuity.Attempt;
import dev.polder.gateway.continuity.ContinuityPolicy;
import dev.polder.gateway.continuity.Interruption;
import dev.polder.gateway.ledger.Receipt;
import dev.polder.gateway.route.Ladder;
import dev.polder.http.Bytes;
import dev.polder.http.client.Headers;
import dev.polder.model.Deployment;
import dev.polder.model.Jurisdiction;
import dev.polder.model.Operation;
import dev.polder.model.Preset;
import dev.polder.model.Provider;
import dev.polder.model.bundle.Rendering;
import dev.polder.model.openai.ModelRequest;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.ScriptedUpstream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What a flight recording tells of calls, and what it costs while nobody records. The latter is
/// asked first: once somebody has recorded in a JVM, the recorder stays there.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class FlightRecordsTest {
  private static final int CALLS = 20_000;

  @TempDir private Path folder = Path.of("");

  private static Deployment deployment(String name) {
    Provider provider =
        new Provider(
            "acme",
            Preset.OPENAI,
            () -> Optional.of(URI.create("http://127.0.0.1:1/v1")),
            Optional.empty());
    return new Deployment(name, provider, "large", new Jurisdiction("NL", "NL", "NL"));
  }

  private static Attempt attempt(Deployment deployment, Attempt.Result result) {
    return new Attempt(
        deployment,
        result,
        500,
        "broken",
        Optional.empty(),
        Duration.ofMillis(3),
        Optional.empty(),
        "");
  }

  /// Bytes allocated by so many calls with a failover each.
  private static long allocated(CallListener listener) throws Exception {
    Deployment first = deployment("first");
    Deployment second = deployment("second");
    UseCase useCase =
        new UseCase(
            "letters",
            "",
            Ladder.of(List.of(first, second)),
            new ContinuityPolicy(Interruption.FAIL, RunningGateway.SHORT, 1024));
    ModelRequest request =
        ModelRequest.read(Operation.CHAT, Bytes.utf8("{\"model\":\"letters\",\"messages\":[]}"));
    Call call =
        new Call("call-1", "", useCase, Rendering.untouched(request), Headers.NONE, Instant.EPOCH);
    Optional<Attempt> failed = Optional.of(attempt(first, Attempt.Result.BROKEN));
    Attempt answered = attempt(second, Attempt.Result.ANSWERED);
    Receipt receipt =
        new Receipt(
            Instant.EPOCH,
            "call-1",
            "",
            "letters",
            "chat",
            false,
            "served-by-fallback",
            "",
            "stop",
            Optional.empty(),
            Duration.ofMillis(5),
            "",
            List.of());
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < CALLS; i++) {
      tell(listener, call, failed, answered, receipt);
    }
    long before = memory.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < CALLS; i++) {
      tell(listener, call, failed, answered, receipt);
    }
    return memory.getCurrentThreadAllocatedBytes() - before;
  }

  private static void tell(
      CallListener listener,
      Call call,
      Optional<Attempt> failed,
      Attempt answered,
      Receipt receipt) {
    CallListener.Witness witness = listener.begun(call);
    witness.attemptEnded(call, failed.orElseThrow());
    Headers fields = witness.attemptBegun(call, answered.deployment(), failed, call.forwarded());
    if (!fields.fields().isEmpty()) {
      throw new AssertionError("the fields are others");
    }
    witness.attemptEnded(call, answered);
    witness.concluded(call, receipt);
  }

  @Test
  @Order(1)
  void withoutAListenerAndWithoutARecordingNothingIsAllocatedForACall() throws Exception {
    assertThat(FlightRecorder.isInitialized()).isFalse();
    assertThat(allocated(CallListener.NONE)).isLessThan(CALLS);
    assertThat(allocated(new FlightRecords())).isLessThan(CALLS);
    assertThat(FlightRecorder.isInitialized()).isFalse();
  }

  @Test
  @Order(2)
  void aFailoverIsTwoAttemptsAndAFailoverInTheRecording() throws Exception {
    // Given
    FlightRecords flight = new FlightRecords();
    Path file = folder.resolve("polder.jfr");
    try (ScriptedUpstream broken =
            ScriptedUpstream.start()
                .always(OpenAiAnswers.error(500, "server_error", "broken", "broken"));
        ScriptedUpstream works = ScriptedUpstream.start().always(OpenAiAnswers.chat("a letter"));
        RunningGateway gateway =
            RunningGateway.over(broken.baseUrl(), works.baseUrl()).listener(flight).start();
        Recording recording = new Recording()) {
      gateway.restrictions().onEvent(flight::restriction);
      recording.enable("dev.polder.Attempt");
      recording.enable("dev.polder.Failover");
      recording.enable("dev.polder.Restriction");
      recording.start();

      // When
      gateway.chat("{\"model\":\"letters\",\"messages\":[]}");
      gateway.receipt();
      gateway.cut("deployment:candidate-1", false);
      recording.stop();
      recording.dump(file);
    }

    // Then
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    assertThat(named(events, "dev.polder.Attempt"))
        .extracting(event -> event.getString("deployment") + " " + event.getString("result"))
        .containsExactlyInAnyOrder("candidate-1 broken", "candidate-2 answered");
    assertThat(named(events, "dev.polder.Failover"))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.getString("from")).isEqualTo("candidate-1");
          assertThat(event.getString("to")).isEqualTo("candidate-2");
          assertThat(event.getString("result")).isEqualTo("broken");
          assertThat(event.getString("call")).startsWith("call-");
        });
    assertThat(named(events, "dev.polder.Restriction"))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.getString("selector")).isEqualTo("deployment:candidate-1");
          assertThat(event.getString("what")).isEqualTo("declared");
        });
  }

  private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    return events.stream().filter(event -> event.getEventType().getName().equals(name)).toList();
  }
}
