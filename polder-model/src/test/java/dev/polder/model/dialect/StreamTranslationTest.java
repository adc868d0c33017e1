package dev.polder.model.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.polder.http.Bytes;
import dev.polder.http.sse.SseFrame;
import dev.polder.http.sse.SseFramer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StreamTranslationTest {
  private static final String ROLE =
      "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n";
  private static final String WORD =
      "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":null}]}\n\n";
  private static final String STOP =
      "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
  private static final String USAGE =
      "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}\n\n";
  private static final String DONE = "data: [DONE]\n\n";
  private static final String ERROR =
      "data: {\"error\":{\"message\":\"out\",\"type\":\"server_error\",\"code\":null}}\n\n";

  private final StreamTranslation toAnthropic =
      new Translation(dialect("anthropic"), dialect("chat")).stream(Spoken.LETTERHEAD, false);

  private static Dialect dialect(String name) {
    return Optional.ofNullable(Spoken.dialects().get(name)).orElseThrow();
  }

  private List<StreamTranslation.Step> steps(String... events) throws GarbledException {
    List<SseFrame> frames = new ArrayList<>();
    new SseFramer(10_000, frames::add).feed(Bytes.utf8(String.join("", events)));
    List<StreamTranslation.Step> steps = new ArrayList<>();
    for (SseFrame frame : frames) {
      steps.add(toAnthropic.read(frame));
    }
    return steps;
  }

  @Test
  void tellsContentFromWhatOnlyLeadsToIt() throws Exception {
    List<StreamTranslation.Step> steps = steps(ROLE, WORD, STOP, USAGE, DONE);
    assertThat(steps)
        .extracting(StreamTranslation.Step::content)
        .containsExactly(false, true, false, false, true);
    assertThat(steps.getFirst().bytes().utf8()).startsWith("event: message_start\n");
    assertThat(steps.getLast().finished().orElseThrow().usage())
        .isEqualTo(new TokenUsage(3, 1, 0, 0, 0));
    assertThat(steps.getLast().bytes().utf8()).endsWith("data: {\"type\":\"message_stop\"}\n\n");
  }

  @Test
  void writesNothingOfAReportedErrorUntilItIsAskedTo() throws Exception {
    // Given
    StreamTranslation.Step step = steps(ROLE, ERROR).getLast();

    // Then
    assertThat(step.bytes().isEmpty()).isTrue();
    assertThat(step.error().orElseThrow().message()).isEqualTo("out");
    assertThat(toAnthropic.failed(step.error().orElseThrow()).utf8())
        .isEqualTo(
            """
            event: error
            data: {"type":"error","error":{"type":"api_error","message":"out"}}

            """);
  }

  @Test
  void aCutOffStreamIsAFaultAndEndsAsTheGatewaySays() throws Exception {
    // Given
    steps(ROLE, WORD);

    // Then
    assertThatExceptionOfType(GarbledException.class)
        .isThrownBy(toAnthropic::end)
        .satisfies(cut -> assertThat(cut.kind()).isEqualTo(GarbledException.Kind.CUT_OFF));
    assertThat(
            toAnthropic
                .failed(ErrorReport.of(ErrorReport.Kind.SERVER, "The stream was cut off."))
                .utf8())
        .startsWith("event: error\n")
        .doesNotContain("message_stop");
  }

  @Test
  void aStreamWithoutItsLastMarkIsWholeOnceItSaidWhyItEnded() throws Exception {
    // Given
    steps(ROLE, WORD, STOP);

    // When
    StreamTranslation.Step end = toAnthropic.end();

    // Then
    assertThat(end.finished()).isPresent();
    assertThat(end.bytes().utf8()).contains("event: message_stop");
  }
}
