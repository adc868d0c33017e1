package dev.polder.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {
  @Test
  void aTimedEventHasItsLengthAndGivesItsTimeBack() {
    // Given
    byte[] chunk = Answers.timed(0);
    Answers.setTime(chunk, Answers.timeOffset(), 0x0123_4567_89AB_CDEFL);
    String text = new String(chunk, US_ASCII);
    byte[] event = text.substring(text.indexOf("data"), text.length() - 2).getBytes(US_ASCII);

    // When
    long time = Answers.timeOf(event, event.length);

    // Then
    assertThat(event).hasSize(Answers.EVENT_LENGTH);
    assertThat(time).isEqualTo(0x0123_4567_89AB_CDEFL);
  }

  @Test
  void otherEventsCarryNoTime() {
    byte[] done = "data: [DONE]\n\n".getBytes(US_ASCII);

    assertThat(Answers.timeOf(done, done.length)).isEqualTo(-1);
  }

  @Test
  void requestsAreFoundWhereverTheyAreCut() {
    // Given
    byte[] request = Workload.PACED_25.request(120);
    RequestReader reader = new RequestReader();
    List<RequestReader.Request> read = new ArrayList<>();

    // When
    for (byte next : request) {
      reader.feed(new byte[] {next}, 1, read::add);
    }
    reader.feed(request, request.length, read::add);

    // Then
    RequestReader.Request expected = new RequestReader.Request(Workload.PACED_25, 120, false);
    assertThat(read).containsExactly(expected, expected);
  }
}
