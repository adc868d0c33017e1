package dev.polder.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
  private final List<String> events = new ArrayList<>();
  private final List<String> answers = new ArrayList<>();

  private AnswerReader reader(Expectation expectation) {
    return new AnswerReader(
        expectation,
        new AnswerReader.Listener() {
          @Override
          public void event(byte[] bytes, int length) {
            events.add(new String(bytes, 0, length, US_ASCII));
          }

          @Override
          public void answered(String fault) {
            answers.add(fault);
          }
        });
  }

  private static void feed(AnswerReader reader, byte[] bytes, int piece) {
    for (int from = 0; from < bytes.length; from += piece) {
      reader.feed(bytes, from, Math.min(bytes.length, from + piece));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100, 100_000})
  void whateverThePiecesAnAnswerIsReadWhole(int piece) {
    AnswerReader reader = reader(Workload.ANSWER_2K.expectation(1));

    feed(reader, Answers.whole(2048), piece);
    feed(reader, Answers.whole(2048), piece);

    assertThat(answers).containsExactly("", "");
    assertThat(reader.isInside()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100, 100_000})
  void whateverThePiecesEveryEventIsHeardOnce(int piece) {
    AnswerReader reader = reader(Workload.EVENTS_50.expectation(1));

    feed(reader, Answers.unspaced(50, false), piece);
    feed(reader, Answers.unspaced(50, false), piece);

    assertThat(answers).containsExactly("", "");
    assertThat(events).hasSize(104);
    assertThat(events.getFirst()).hasSize(Answers.EVENT_LENGTH);
    assertThat(events.getLast()).isEqualTo("data: [DONE]\n\n");
  }

  @Test
  void anAnswerOfAnotherLengthIsWrong() {
    feed(reader(Expectation.length(2048)), Answers.whole(2047), 100);

    assertThat(answers).containsExactly("2047 bytes instead of 2048");
  }

  @Test
  void aStreamThatLacksAnEventIsWrong() {
    feed(reader(Expectation.events(52)), Answers.unspaced(49, false), 100);

    assertThat(answers).containsExactly("51 events instead of 52");
  }

  @Test
  void aStreamThatShowsUsageToWhoDidNotAskIsWrong() {
    feed(reader(Expectation.events(52)), Answers.unspaced(50, true), 100);

    assertThat(answers).containsExactly("53 events instead of 52");
  }

  @Test
  void aStreamWithoutItsEndMarkerIsWrong() {
    String cut =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\ndata: {}\n\n\r\n0\r\n\r\n";

    feed(reader(Expectation.events(1)), cut.getBytes(US_ASCII), 100);

    assertThat(answers).containsExactly("no [DONE] at the end");
  }

  @Test
  void aCommentIsNoEvent() {
    String patient =
        String.join(
            "\r\n",
            "HTTP/1.1 200 OK",
            "Transfer-Encoding: chunked",
            "",
            "8",
            ": wait\n\n",
            "e",
            "data: [DONE]\n\n",
            "0",
            "",
            "");

    feed(reader(Expectation.events(1)), patient.getBytes(US_ASCII), 100);

    assertThat(answers).containsExactly("");
    assertThat(events).containsExactly("data: [DONE]\n\n");
  }

  @Test
  void anErrorIsWrongWhateverItsLength() {
    String refused = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 3\r\n\r\nno\n";

    feed(reader(Expectation.length(3)), refused.getBytes(US_ASCII), 100);

    assertThat(answers).containsExactly("status 502");
  }

  @Test
  void anAnswerThatHasBegunIsCutByAClose() {
    AnswerReader reader = reader(Expectation.length(2048));

    reader.feed(Answers.whole(2048), 0, 500);

    assertThat(answers).isEmpty();
    assertThat(reader.isInside()).isTrue();
  }

  @Test
  void whatIsNoHttpIsSaid() {
    assertThatThrownBy(
            () -> feed(reader(Expectation.length(1)), "SSH-2.0\r\n\r\n".getBytes(US_ASCII), 100))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("not an HTTP answer");
  }
}
