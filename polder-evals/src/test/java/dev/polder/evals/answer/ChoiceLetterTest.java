package dev.polder.evals.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChoiceLetterTest {
  private final ChoiceLetter letters = new ChoiceLetter("ABCD");

  @ParameterizedTest(name = "{0} chooses {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          B                                                     | B
          b                                                     | B
          (B)                                                   | B
          B.                                                    | B
          B) Paris                                              | B
          (B) Paris                                             | B
          B: Paris                                              | B
          B - Paris                                             | B
          **B**                                                 | B
          Answer: B                                             | B
          Answer: (B)                                           | B
          **Answer: (B)**                                       | B
          answer: b                                             | B
          The answer is B.                                      | B
          The correct answer is (B) because Paris is in France. | B
          The answer would be option C, I think.                | C
          Die richtige Antwort ist B.                           | B
          Die Antwort lautet (C).                               | C
          Het juiste antwoord is D                              | D
          La bonne réponse est : A                              | A
          I considered A first. Final answer: C                 | C
          Answer: A. On reflection, answer: D                   | D
          \\boxed{B}                                            | B
          So we get \\boxed{\\text{C}}                          | C
          "Paris is in France, so it fits.\n\nB"                | B
          It can only be (C), as shown.                         | C
          Answer: A or B                                        | none
          Answer: A and C                                       | none
          The answer is a matter of taste.                      | none
          A good option is hard to find.                        | none
          I do not know.                                        | none
          Neither (A) nor (B) fits.                             | none
          "A) Rome\nB) Paris"                                   | none
          E                                                     | none
          Answer: Because                                       | none
          Answer: Bern                                          | none
          """)
  void findsTheLetterHoweverItIsDressed(String answer, String chosen) {
    String text = answer.replace("\\n", "\n").replace("\\\\", "\\");
    assertThat(letters.in(text).map(String::valueOf).orElse("none")).isEqualTo(chosen);
  }
}
