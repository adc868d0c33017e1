package dev.polder.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.gateway.mirror.Mirror;
import dev.polder.gateway.mirror.MirroredCall;
import dev.polder.gateway.route.DataClass;
import dev.polder.http.Bytes;
import dev.polder.model.Jurisdiction;
import dev.polder.model.openai.AnswerText;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.ScriptedUpstream;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a gateway hands on of calls that are mirrored.
final class MirrorTest {
  private static final String CHAT =
      "{\"model\":\"letters\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
  private static final String STREAM = CHAT.replace("\"messages\"", "\"stream\":true,\"messages\"");

  private final ScriptedUpstream primary = ScriptedUpstream.start();
  private final ScriptedUpstream fallback = ScriptedUpstream.start();

  @AfterEach
  void stop() {
    primary.close();
    fallback.close();
  }

  private RunningGateway.Builder gateway() {
    return RunningGateway.over(primary.baseUrl(), fallback.baseUrl());
  }

  private static String text(MirroredCall call) throws IOException {
    Bytes answer = Bytes.concat(call.answer());
    return (call.request().stream() ? AnswerText.ofStream(answer) : AnswerText.ofWhole(answer))
        .getFirst()
        .text();
  }

  @Test
  void aWholeAnswerOfThePrimaryIsHandedOnWithItsRequest() throws Exception {
    primary.always(OpenAiAnswers.chat("Good day"));
    DataClass citizens = new DataClass("citizens", Set.of("EU"), Set.of());
    try (RunningGateway gateway =
        gateway()
            .dataClass(citizens)
            .jurisdictions(new Jurisdiction("NL", "NL", "FR"), new Jurisdiction("NL", "NL", "FR"))
            .mirroring(1)
            .start()) {
      String body = gateway.chat(CHAT).body();

      MirroredCall call = gateway.mirror().take();
      assertThat(body).contains("Good day");
      assertThat(call.useCase()).isEqualTo("letters");
      assertThat(call.dataClass()).isEqualTo(citizens);
      assertThat(call.request().forUpstream("m", false).utf8()).contains("Hello");
      assertThat(text(call)).isEqualTo("Good day");
      assertThat(call.id()).isEqualTo(gateway.receipt().call());
    }
  }

  @Test
  void aStreamIsHandedOnAsTheClientGotIt() throws Exception {
    primary.always(OpenAiAnswers.stream(false, "Good ", "day"));
    try (RunningGateway gateway = gateway().mirroring(1).start()) {
      String got = gateway.chat(STREAM).body();

      MirroredCall call = gateway.mirror().take();
      assertThat(Bytes.concat(call.answer()).utf8()).isEqualTo(got);
      assertThat(text(call)).isEqualTo("Good day");
    }
  }

  @Test
  void whatBrokeOffOrAFallbackAnsweredIsCountedAndNotHandedOn() throws Exception {
    // Given
    primary
        .next(OpenAiAnswers.streamHead().chunk(OpenAiAnswers.contentEvent("Good ")).cut())
        .next(OpenAiAnswers.error(500, "server_error", "", "out of order"))
        .always(OpenAiAnswers.chat("whole"));
    fallback.always(OpenAiAnswers.chat("from the fallback"));
    try (RunningGateway gateway = gateway().mirroring(1).start()) {
      // When
      gateway.chat(STREAM);
      gateway.receipt();
      assertThat(gateway.chat(CHAT).body()).contains("from the fallback");
      gateway.receipt();
      gateway.chat(CHAT);

      // Then
      assertThat(text(gateway.mirror().take())).isEqualTo("whole");
      assertThat(gateway.mirror().counts("letters")).isEqualTo(new Mirror.Counts(1, 0, 0, 2));
    }
  }

  @Test
  void aShareOfTheCallsIsDrawn() throws Exception {
    primary.always(OpenAiAnswers.chat("Good day"));
    try (RunningGateway gateway = gateway().mirroring(.5).start()) {
      for (int i = 0; i < 60; i++) {
        gateway.chat(CHAT);
        gateway.receipt();
      }

      assertThat(gateway.mirror().counts("letters").taken()).isBetween(10L, 50L);
    }
  }

  @Test
  void nobodyWaitsForAMirrorThatNobodyEmpties() throws Exception {
    primary.always(OpenAiAnswers.chat("Good day"));
    try (RunningGateway gateway = gateway().mirroring(1).start()) {
      for (int i = 0; i < 300; i++) {
        assertThat(gateway.chat(CHAT).statusCode()).isEqualTo(200);
        gateway.receipt();
      }

      // The last call is offered just after its receipt.
      Mirror.Counts counts = gateway.mirror().counts("letters");
      assertThat(counts.taken()).isEqualTo(256);
      assertThat(counts.full()).isBetween(43L, 44L);
    }
  }

  @Test
  void anAnswerThatIsTooLongReachesTheClientAndIsNotHandedOn() throws Exception {
    String page = "x".repeat(Mirror.LONGEST_ANSWER);
    primary.next(OpenAiAnswers.chat(page)).always(OpenAiAnswers.chat("short"));
    try (RunningGateway gateway = gateway().mirroring(1).start()) {
      assertThat(gateway.chat(CHAT).body()).contains(page);
      gateway.chat(CHAT);

      assertThat(text(gateway.mirror().take())).isEqualTo("short");
      assertThat(gateway.mirror().counts("letters").tooLong()).isEqualTo(1);
    }
  }

  @Test
  void whatNobodyMirrorsIsNotKept() throws Exception {
    primary.always(OpenAiAnswers.chat("Good day"));
    try (RunningGateway gateway = gateway().start()) {
      gateway.chat(CHAT);
      gateway.receipt();
      // Two calls by the deployments' own names are no use case's.
      gateway.chat(CHAT.replace("letters", "candidate-1"));
      gateway.receipt();

      assertThat(gateway.mirror().counts("letters")).isEqualTo(new Mirror.Counts(0, 0, 0, 0));
      assertThat(gateway.mirror().counts("candidate-1")).isEqualTo(new Mirror.Counts(0, 0, 0, 0));
    }
  }

  @Test
  void aClientThatLeavesTakesItsCallOutOfTheMirror() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    primary.next(
        OpenAiAnswers.streamHead().chunk(OpenAiAnswers.contentEvent("Good ")).then(begun).stall());
    try (RunningGateway gateway = gateway().mirroring(1).start()) {
      try (RawClient client = new RawClient(gateway.port())) {
        client.postChat(STREAM);
        begun.await();
      }

      assertThat(gateway.receipt().outcome()).isEqualTo("abandoned");
      primary.always(OpenAiAnswers.chat("whole"));
      gateway.chat(CHAT);
      assertThat(text(gateway.mirror().take())).isEqualTo("whole");
    }
  }
}
