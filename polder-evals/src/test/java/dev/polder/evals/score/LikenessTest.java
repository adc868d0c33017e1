package dev.polder.evals.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikenessTest {
  private static final Ports ALIKE =
      Ports.NONE.with((Similarity) (one, other) -> one.equals(other) ? 1 : .25);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TEXT | Yes. | yes | 1",
        "TEXT | Yes. | no | 0",
        "SET | apples, pears | pears; apples | 1",
        "SET | apples, pears | pears, plums | 0.5",
        "SET | apples | apples | 1",
        "NUMERIC | It is 1,250 euros. | 1250 | 1",
        "NUMERIC | It is 12 | 13 | 0",
        "NUMERIC | It is 12 | none | 0",
        "FIELDS | {'a':1,'b':2} | {'b':2,'a':1} | 1",
        "FIELDS | {'a':1,'b':2} | {'a':1,'b':3} | 0.5",
        "FIELDS | {'a':1} | no JSON | 0",
        "SIMILARITY | one | other | 0.25",
        "SIMILARITY | one | one | 1",
      })
  void anAnswerIsWorthAsMuchAsItAgrees(
      Likeness likeness, String right, String answer, double value) {
    assertThat(score(likeness, right, answer)).contains(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NUMERIC | no number at all",
        "FIELDS | no JSON",
        "FIELDS | 12",
        "TEXT | ...",
        "TEXT | ''",
        "SIMILARITY | ''",
      })
  void whatAnswersCannotBeHeldAgainstGivesNoScore(Likeness likeness, String right) {
    assertThat(score(likeness, right, "whatever")).isEmpty();
  }

  @Test
  void everyAnswerAgreesWithItself() {
    for (Likeness likeness : Likeness.values()) {
      String text = likeness == Likeness.FIELDS ? "{'a':[1,2,{'b':null}]}" : "12 apples\n13 pears";

      assertThat(score(likeness, text, text)).as(likeness.name()).contains(1.0);
    }
  }

  private static Optional<Double> score(Likeness likeness, String right, String answer) {
    return likeness
        .of(Response.of(json(right)), Response.of(json(answer)), ALIKE)
        .map(Score::value);
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
