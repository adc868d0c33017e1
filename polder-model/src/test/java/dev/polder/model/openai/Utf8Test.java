package dev.polder.model.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.http.Bytes;
import dev.polder.testkit.Fuzz;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// The JDK's strict decoder is the judge.
final class Utf8Test {
  @Test
  void everyPairAndTripleOfBytesIsJudgedAsTheJdkDoes() {
    for (int first = 0; first < 256; first++) {
      for (int second = 0; second < 256; second++) {
        check((byte) first, (byte) second);
        if (first >= 0xE0) {
          for (int third : new int[] {0, 0x7F, 0x80, 0x9F, 0xBF, 0xC0, 0xFF}) {
            check((byte) first, (byte) second, (byte) third);
            check((byte) first, (byte) second, (byte) third, (byte) 0x80);
          }
        }
      }
    }
  }

  @Test
  void longTextsWithDamageAnywhereAreJudgedAsTheJdkDoes() {
    Fuzz.tries(
        5_000,
        random -> {
          byte[] text = "plain text, then Größe 😀 文書 and plain text again".getBytes(UTF_8);
          check(Damage.JSON.of(Arrays.copyOf(text, random.nextInt(text.length)), random));
        });
  }

  @Test
  void aStretchOfALargerArrayIsJudgedAlone() {
    byte[] array = "é12345678é".getBytes(UTF_8);

    assertThat(Utf8.isWellFormed(Bytes.of(array, 2, 8))).isTrue();
    assertThat(Utf8.isWellFormed(Bytes.of(array, 1, 9))).isFalse();
    assertThat(Utf8.isWellFormed(Bytes.of(array, 2, 9))).isFalse();
  }

  private static void check(byte... bytes) {
    boolean strict = true;
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException malformed) {
      strict = false;
    }
    assertThat(Utf8.isWellFormed(Bytes.of(bytes)))
        .as(() -> Arrays.toString(bytes))
        .isEqualTo(strict);
  }
}
