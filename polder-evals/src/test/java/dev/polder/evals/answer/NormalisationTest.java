package dev.polder.evals.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NormalisationTest {
  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          "  The  Hague! "     | the hague
          ＡＢＣ①              | abc1
          ﬁne                  | fine
          STRASSE              | strasse
          Straße               | strasse
          don't                | dont
          don’t                | dont
          well-known           | well known
          either/or            | either or
          3.5                  | 3.5
          3,5.                 | 3,5
          -5                   | -5
          −5                   | -5
          5 %                  | 5%
          U.S.                 | us
          "a\u00a0b"           | a b
          ?!                   | ""
          """)
  void ignoresHowATextIsWritten(String text, String expected) {
    assertThat(Normalisation.USUAL.of(text.replace("\\u00a0", "\u00a0"))).isEqualTo(expected);
  }

  @Test
  void keepsNumbersApartThatPunctuationTellsApart() {
    assertThat(Normalisation.USUAL.of("3.5")).isNotEqualTo(Normalisation.USUAL.of("35"));
    assertThat(Normalisation.USUAL.of("-5")).isNotEqualTo(Normalisation.USUAL.of("5"));
  }

  @Test
  void leavesArticlesOutWhereAskedTo() {
    Normalisation articles =
        new Normalisation(true, false, Normalisation.articlesOf(List.of("en", "nl")));
    assertThat(articles.of("The mayor of a town")).isEqualTo("mayor of town");
    assertThat(articles.of("het stadhuis")).isEqualTo("stadhuis");
    assertThat(Normalisation.USUAL.of("The mayor")).isEqualTo("the mayor");
  }

  /// Plain texts go another way; a blank in front makes them go the long one.
  @Test
  void sayTheSameOfPlainTextsByTheShortWay() {
    RandomGenerator random = new SplittableRandom(1);
    String signs = "aAbZz019  ";
    Normalisation exact = new Normalisation(false, true, Set.of());
    for (int round = 0; round < 5_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(9); i >= 0; i--) {
        text.append(signs.charAt(random.nextInt(signs.length())));
      }
      for (Normalisation rule : List.of(Normalisation.USUAL, exact)) {
        assertThat(rule.of(text.toString())).isEqualTo(rule.of(" " + text));
      }
    }
  }
}
