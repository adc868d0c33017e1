package dev.polder.model.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import dev.polder.http.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What stays of JSON when its long texts go: everything else, its faults above all.
final class CondensedTest {
  private static final String LONG = "The bridge over the canal opens in May. ".repeat(20);

  /// Every token, long texts by their first letters only; a fault by its kind.
  private static List<String> tokens(Bytes json) {
    List<String> tokens = new ArrayList<>();
    try (JsonParser parser = Json.parse(json)) {
      while (parser.nextToken() != null) {
        String text = parser.getText();
        tokens.add(parser.currentToken() + " " + text.substring(0, Math.min(20, text.length())));
      }
    } catch (IOException fault) {
      tokens.add("fault");
    }
    return tokens;
  }

  @Test
  void aLongTextIsShortenedAndAllElseStays() {
    // Given
    Bytes json =
        Bytes.utf8(
            "{\"a\":[1.5e3,true,null],\"content\":\"" + LONG + "\",\"finish_reason\":\"stop\"}");

    // When
    Bytes condensed = Condensed.of(json);

    // Then
    assertThat(condensed.length()).isLessThan(200);
    assertThat(tokens(condensed)).isEqualTo(tokens(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\n",
        "\\\"",
        "\\\\",
        "\\u00e9",
        "\\ud83d\\ude00",
        "é",
        "文書",
        "😀",
        "\\u00",
        "\\x",
        "\t",
        "\"",
        "\\",
        "\u0001",
        "\u007f",
        "\\uD83D",
        "\\u00e9\\n\\t\\/",
        "ä\\nö\\\\"
      })
  void whatIsNoPlainLetterStaysAndWithItsFaults(String special) {
    for (int letters = 0; letters < 90; letters++) {
      // Given
      String text = "x".repeat(letters) + special + "y".repeat(letters) + special + "z".repeat(80);
      Bytes json = Bytes.utf8("{\"content\":\"" + text + "\",\"finish_reason\":\"stop\"}");

      // Then
      assertThat(tokens(Condensed.of(json))).as("%s", text).isEqualTo(tokens(json));
    }
  }

  @Test
  void jsonThatIsCutAnywhereIsStillCut() {
    // Given
    Bytes json =
        Bytes.utf8("{\"choices\":[{\"content\":\"" + LONG + "\\n" + LONG + "\"}],\"n\":1}");

    for (int cut = 0; cut < json.length(); cut++) {
      // When
      Bytes begun = json.slice(0, cut);

      // Then
      assertThat(tokens(Condensed.of(begun)).contains("fault"))
          .as("cut at %d", cut)
          .isEqualTo(tokens(begun).contains("fault"));
    }
  }

  @Test
  void whereInItsArrayTheJsonStandsMakesNoDifference() {
    Bytes json = Bytes.utf8("{\"content\":\"" + LONG + "\"}");
    Bytes among = Bytes.utf8("\"\"\"" + json.utf8() + "\"letters\"").slice(3, 3 + json.length());

    assertThat(Condensed.of(among)).isEqualTo(Condensed.of(json));
  }

  @Test
  void invalidBytesAreNotHidden() {
    Random random = new Random(20261124);
    for (int round = 0; round < 2_000; round++) {
      // Given
      byte[] bytes = ("{\"content\":\"" + LONG.substring(0, 200) + "\"}").getBytes(UTF_8);
      for (int i = 0; i < 3; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      Bytes json = Bytes.of(bytes);

      // Then
      assertThat(tokens(Condensed.of(json)).contains("fault"))
          .as("%s", json.utf8())
          .isEqualTo(tokens(json).contains("fault"));
    }
  }
}
