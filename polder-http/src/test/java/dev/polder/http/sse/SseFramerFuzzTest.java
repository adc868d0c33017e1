package dev.polder.http.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.http.Bytes;
import dev.polder.testkit.Fuzz;
import dev.polder.testkit.Mutation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever arrives, cut wherever: frames or the one declared refusal, and never more held than the
/// bound.
final class SseFramerFuzzTest {
  private static final int LIMIT = 512;
  private static final Mutation DAMAGE =
      new Mutation(
          "\r",
          "\n",
          "\r\n",
          "\n\n",
          "\r\n\r\n",
          "data:",
          "data: ",
          "event: x",
          ":",
          "\0",
          "id: 1",
          "\u00EF\u00BB\u00BF",
          "\u00F0\u009F",
          "data",
          "x".repeat(300));

  @Test
  void garbageIsFramedOrRefusedAndNeverHeldBeyondTheBound() {
    Fuzz.tries(
        5_000,
        random -> {
          // Given
          byte[] stream = DAMAGE.of(stream(random), random);
          List<Integer> sizes = new ArrayList<>();
          SseFramer framer = new SseFramer(LIMIT, frame -> sizes.add(frame.raw().length()));

          // When
          boolean refused = feed(framer, stream, random, LIMIT);

          // Then
          assertThat(sizes).allMatch(size -> size > 0 && size <= LIMIT);
          if (!refused) {
            assertThat(framer.heldBytes()).isLessThanOrEqualTo(LIMIT);
          }
        });
  }

  @Test
  void whereverTheNetworkCutsTheMeaningStaysTheSame() {
    Fuzz.tries(
        5_000,
        random -> {
          // Given
          byte[] stream = DAMAGE.of(stream(random), random);

          // When
          List<String> whole = meaning(stream, new Random(0), stream.length + 1);
          List<String> cut = meaning(stream, random, 1 + random.nextInt(20));

          // Then
          assertThat(cut).isEqualTo(whole);
        });
  }

  private static List<String> meaning(byte[] stream, Random random, int longestCut) {
    List<String> meaning = new ArrayList<>();
    SseFramer framer =
        new SseFramer(1 << 20, frame -> meaning.add(frame.event() + "|" + frame.data().utf8()));
    feed(framer, stream, random, longestCut);
    return meaning;
  }

  /// Whether the framer refused it.
  private static boolean feed(SseFramer framer, byte[] stream, Random random, int longestCut) {
    int position = 0;
    try {
      while (position < stream.length) {
        int next = Math.min(stream.length, position + 1 + random.nextInt(longestCut));
        framer.feed(Bytes.of(Arrays.copyOfRange(stream, position, next)));
        position = next;
      }
      return false;
    } catch (FrameTooLongException declared) {
      return true;
    }
  }

  private static byte[] stream(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append(random.nextInt(3) == 0 ? "event: name\n" : "");
      text.append("data: {\"text\":\"größe 😀\"}\n".repeat(1 + random.nextInt(2))).append('\n');
    }
    return text.toString().getBytes(UTF_8);
  }
}
