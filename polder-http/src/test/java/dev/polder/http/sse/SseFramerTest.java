package dev.polder.http.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.http.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules of the HTML standard, section 9.2.6, and that no cut of the network changes a frame.
final class SseFramerTest {
  private static final int LIMIT = 4096;

  /// Streams with line ends written as LF; tests put others in their place.
  private static Stream<String> streams() {
    return Stream.of(
        "data: one\n\n",
        "data: one\n\ndata: two\n\ndata: [DONE]\n\n",
        ": keep waiting\n\n: again\ndata: x\n\n",
        "event: error\ndata: {\"error\":{}}\n\n",
        "data: first\ndata: second\ndata:\ndata:  third\n\n",
        "id: 7\nretry: 1000\ndata: x\n\n",
        "data: Größe 😀 é\n\ndata: 文書\n\n",
        "data\n\ndata:\n\n",
        "event: ping\n\n",
        "unknown: field\ndata:no space\nevent:named\n\n",
        "data: " + "long ".repeat(500) + "\n\n");
  }

  private static List<SseFrame> frames(List<Bytes> pieces) {
    List<SseFrame> frames = new ArrayList<>();
    SseFramer framer = new SseFramer(LIMIT, frames::add);
    pieces.forEach(framer::feed);
    return frames;
  }

  private static List<SseFrame> frames(String stream) {
    return frames(List.of(Bytes.utf8(stream)));
  }

  /// Frames without their raw bytes, which line ends and cuts may change.
  private static List<String> meaning(List<SseFrame> frames) {
    return frames.stream().map(frame -> frame.event() + "|" + frame.data().utf8()).toList();
  }

  private static byte[] raw(List<SseFrame> frames) {
    return Bytes.concat(frames.stream().map(SseFrame::raw).toList()).toArray();
  }

  @ParameterizedTest
  @MethodSource("streams")
  void aCutAtAnyByteChangesNothing(String stream) {
    for (String lineEnd : List.of("\n", "\r", "\r\n")) {
      // Given
      Bytes whole = Bytes.utf8(stream.replace("\n", lineEnd));
      List<String> expected = meaning(frames(stream));

      for (int cut = 0; cut <= whole.length(); cut++) {
        // When
        List<SseFrame> frames =
            frames(List.of(whole.slice(0, cut), whole.slice(cut, whole.length())));

        // Then
        assertThat(meaning(frames)).as("cut at %d", cut).isEqualTo(expected);
        assertThat(raw(frames)).as("cut at %d", cut).isEqualTo(whole.toArray());
      }
    }
  }

  @Test
  void randomCutsAndMixedLineEndsChangeNothing() {
    Random random = new Random(20261123);
    List<String> corpus = streams().toList();
    for (int round = 0; round < 2000; round++) {
      // Given
      StringBuilder lf = new StringBuilder();
      for (int i = random.nextInt(5); i >= 0; i--) {
        lf.append(corpus.get(random.nextInt(corpus.size())));
      }
      StringBuilder mixed = new StringBuilder();
      for (char next : lf.toString().toCharArray()) {
        // A CR before an LF that ends a line of its own would read as one CRLF.
        boolean afterCr = !mixed.isEmpty() && mixed.charAt(mixed.length() - 1) == '\r';
        mixed.append(next != '\n' ? String.valueOf(next) : lineEnd(random, afterCr));
      }
      Bytes whole = Bytes.utf8(mixed.toString());
      List<Bytes> pieces = new ArrayList<>();
      for (int from = 0; from < whole.length(); ) {
        int to = Math.min(whole.length(), from + 1 + random.nextInt(30));
        pieces.add(whole.slice(from, to));
        from = to;
      }

      // When
      List<SseFrame> frames = frames(pieces);

      // Then
      assertThat(meaning(frames))
          .as("round %d: %s", round, mixed)
          .isEqualTo(meaning(frames(lf.toString())));
    }
  }

  private static String lineEnd(Random random, boolean afterCr) {
    return switch (random.nextInt(afterCr ? 2 : 3)) {
      case 0 -> "\r";
      case 1 -> "\r\n";
      default -> "\n";
    };
  }

  @ParameterizedTest
  @CsvSource({
    "'data:x', 'x'",
    "'data: x', 'x'",
    "'data:  x ', ' x '",
    "'data:\tx', '\tx'",
    "'data: a: b', 'a: b'",
    "'data', ''",
  })
  void oneSpaceBehindTheColonIsDropped(String line, String data) {
    // When
    List<SseFrame> frames = frames(line + "\n\n");

    // Then
    assertThat(frames).extracting(frame -> frame.data().utf8()).containsExactly(data);
  }

  @Test
  void linesOfDataAreJoinedWithALineFeed() {
    // When
    List<SseFrame> frames = frames("data: a\r\ndata:\r\n: between\r\ndata: b\r\n\r\n");

    // Then
    assertThat(meaning(frames)).containsExactly("|a\n\nb");
  }

  @Test
  void aNameBelongsToItsOwnEventOnly() {
    // When
    List<SseFrame> frames = frames("event: a\nevent: b\ndata: 1\n\ndata: 2\n\n");

    // Then
    assertThat(meaning(frames)).containsExactly("b|1", "|2");
  }

  @Test
  void commentsAreFramesWithoutData() {
    // When
    List<SseFrame> frames = frames(": still there\n\n");

    // Then
    assertThat(meaning(frames)).containsExactly("|");
    assertThat(frames.getFirst().raw().utf8()).isEqualTo(": still there\n\n");
  }

  @Test
  void blankLinesAloneAreNoFrames() {
    assertThat(frames("\n\r\n\r\n\ndata: x\n\n\n\n")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void aByteOrderMarkIsDroppedAtTheStart(int cut) {
    // Given
    Bytes whole = Bytes.utf8("\uFEFFdata: x\n\ndata: \uFEFFy\n\n");

    // When
    List<SseFrame> frames = frames(List.of(whole.slice(0, cut), whole.slice(cut, whole.length())));

    // Then: it may be passed on behind bytes of Polder's own, where a mark would spoil the line
    assertThat(meaning(frames)).containsExactly("|x", "|\uFEFFy");
    assertThat(frames.getFirst().raw().utf8()).isEqualTo("data: x\n\n");
  }

  @Test
  void anEventWhoseCarriageReturnCameAloneIsNotHeldBack() {
    // Given
    List<SseFrame> frames = new ArrayList<>();
    SseFramer framer = new SseFramer(LIMIT, frames::add);

    // When
    framer.feed(Bytes.utf8("data: x\r\n\r"));

    // Then: readers that look for CRLFCRLF find it, and the LF that follows is not sent twice
    assertThat(raw(frames)).isEqualTo("data: x\r\n\r\n".getBytes(UTF_8));
    framer.feed(Bytes.utf8("\ndata: y\r\n\r\n"));
    assertThat(raw(frames)).isEqualTo("data: x\r\n\r\ndata: y\r\n\r\n".getBytes(UTF_8));
  }

  @Test
  void tellsHowMuchOfACutEventIsHeld() {
    // Given
    SseFramer framer = new SseFramer(LIMIT, frame -> {});

    // When
    framer.feed(Bytes.utf8("data: x\n\ndata: cu"));

    // Then
    assertThat(framer.heldBytes()).isEqualTo("data: cu".length());
    framer.feed(Bytes.utf8("t\n\n"));
    assertThat(framer.heldBytes()).isZero();
  }

  @Test
  void refusesAnEventBeyondItsBoundAndNoneWithinIt() {
    // Given
    String largest = "data: " + "x".repeat(LIMIT - 8) + "\n\n";

    // Then
    assertThat(frames(largest + largest)).hasSize(2);
    assertThatThrownBy(() -> frames("data: " + "x".repeat(LIMIT - 7) + "\n\n"))
        .isInstanceOf(FrameTooLongException.class)
        .hasMessageContaining("4096 bytes");
  }

  @Test
  void boundsSmallerThanTheFirstBufferHold() {
    // Given
    List<SseFrame> frames = new ArrayList<>();
    SseFramer framer = new SseFramer(9, frames::add);

    // When
    framer.feed(Bytes.utf8("data: x\n\n"));

    // Then
    assertThat(frames).hasSize(1);
    assertThatThrownBy(() -> framer.feed(Bytes.utf8("data: xy\n\n")))
        .isInstanceOf(FrameTooLongException.class);
  }

  @Test
  void readsAStretchInTheMiddleOfAnArray() {
    // Given
    Bytes inside = Bytes.utf8("garbage\n\ndata: x\n\nmore").slice(9, 18);

    // When
    List<SseFrame> frames = frames(List.of(inside));

    // Then
    assertThat(meaning(frames)).containsExactly("|x");
  }

  @Test
  void whatPolderSendsItselfReadsBack() {
    assertThat(meaning(frames(SseText.data("{\"a\":1}").utf8()))).containsExactly("|{\"a\":1}");
    assertThat(meaning(frames(SseText.comment("waiting").utf8()))).containsExactly("|");
  }
}
