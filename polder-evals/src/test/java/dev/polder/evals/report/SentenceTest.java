package dev.polder.evals.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.evidence.Verdict;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SentenceTest {

  @Test
  void saysThatItIsGoodEnough() {
    Sentence sentence = new Sentence(Examples.comparison(Verdict.NON_INFERIOR));
    assertThat(sentence.verdict())
        .isEqualTo(
            "Mistral Small is good enough in place of Frontier Large for letters: it is shown to lose"
                + " less than the 5 points that are accepted, and to do no more harm than is accepted.");
    assertThat(sentence.measured())
        .isEqualTo(
            "Measured difference in right department: −0.9\u00a0points [−2.9,\u00a0+1.2] (90\u00a0% interval), on"
                + " 589 pairs. Guardrail confident wrong answer: +0.7\u00a0points [−0.7,\u00a0+2.1], accepted is"
                + " a rise of 3 points.");
  }

  @Test
  void saysThatItIsNot() {
    assertThat(new Sentence(Examples.comparison(Verdict.INFERIOR)).verdict())
        .isEqualTo(
            "Mistral Small is not good enough in place of Frontier Large for letters: it is shown to"
                + " lose more than the 5 points that are accepted.");
  }

  @Test
  void saysThatNobodyKnows() {
    assertThat(new Sentence(Examples.comparison(Verdict.NOT_DECIDABLE)).verdict())
        .isEqualTo(
            "Whether Mistral Small is good enough in place of Frontier Large for letters is not"
                + " decided: a loss of more than the 5 points that are accepted is neither shown nor"
                + " ruled out.");
  }

  @Test
  void givesTheReasonWhereTheIntervalAloneDoesNotTell() throws IOException {
    assertThat(new Sentence(Swebench.comparison()).verdict())
        .startsWith(
            "Whether DeepSeek V3.2 is good enough in place of GPT-5 mini is not decided: the 500")
        .endsWith("below 10 nothing is decided.");
  }
}
