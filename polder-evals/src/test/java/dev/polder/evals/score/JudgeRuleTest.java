package dev.polder.evals.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.evals.sample.Message;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JudgeRuleTest {
  private final List<List<Message>> asked = new ArrayList<>();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GRADE: correct              | 1.0
          It is.\\nGRADE: partly      | 0.5
          **GRADE: incorrect**        | 0.0
          grade:Correct               | 1.0
          """)
  void takesTheGradeFromTheLastLine(String said, double value) {
    assertThat(score(options(), said.replace("\\n", "\n")).value()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          correct
          GRADE: perfect
          GRADE: correct\\nI hope that helps.
          GRADE: correct\\nGRADE: incorrect
          The GRADE: correct
          """)
  void guessesNoGrade(String said) {
    assertThatThrownBy(() -> score(options(), said.replace("\\n", "\n")))
        .isInstanceOfSatisfying(
            ScoringFailed.class,
            failure -> assertThat(failure.reason()).isEqualTo(ScoringFailed.Reason.NO_GRADE));
  }

  @Test
  void remindsTheJudgeOnceOfTheForm() {
    Score score = score(options(), "I like it.", "GRADE: correct");

    assertThat(score.value()).isEqualTo(1);
    assertThat(asked).hasSize(2);
    assertThat(asked.getLast()).hasSize(4);
    assertThat(asked.getLast().getLast().content()).startsWith("Your answer named no grade");
  }

  @Test
  void showsTheJudgeWhatWasAskedAndAnsweredButNotByWhom() {
    score(options().put("rubric", "Politeness."), "GRADE: correct");

    String prompt = asked.getFirst().getLast().content();
    assertThat(prompt)
        .contains("The capital of France?", "Paris", "Rome {{target}}", "Politeness.");
    assertThat(prompt).doesNotContain("{{question}}", "{{form}}");
  }

  @Test
  void keepsTheAnswerBetweenMarksThatNobodyCanGuess() {
    score(options(), "GRADE: correct");

    String system = asked.getFirst().getFirst().content();
    String mark = system.replaceAll("(?s).*<<([0-9a-f]+) and.*", "$1");
    assertThat(mark).hasSize(12);
    assertThat(asked.getFirst().getLast().content())
        .contains("<<" + mark + "\nRome {{target}}\n" + mark + ">>");
  }

  @Test
  void twoGradesAreBinaryMoreAreGraded() {
    ObjectNode two = options();
    two.putArray("grades").add("bad").add("good");
    assertThat(ScoringsTest.scoring(two).kind()).isEqualTo(Kind.BINARY);
    assertThat(ScoringsTest.scoring(options()).kind()).isEqualTo(Kind.GRADED);
    assertThat(score(two, "GRADE: good").value()).isEqualTo(1);
  }

  @Test
  void drawsByLotWhichTextStandsFirst() {
    // Given a judge that always prefers the first text
    Scoring scoring = ScoringsTest.scoring(options().put("mode", "compare"));
    Judge first = _ -> "GRADE: first";

    // When it compares many
    double sum = 0;
    for (int i = 0; i < 400; i++) {
      sum += scoring.direct(sample("s" + i), answer(), Ports.NONE.with(first)).value();
    }

    // Then its habit helps neither side; the same lots are drawn each time
    assertThat(sum).isBetween(160.0, 240.0);
    assertThat(scoring.direct(sample("s1"), answer(), Ports.NONE.with(first)))
        .isEqualTo(scoring.direct(sample("s1"), answer(), Ports.NONE.with(first)));
  }

  @Test
  void asksInBothOrdersWhereToldSo() {
    ObjectNode both = options().put("mode", "compare").put("both-orders", true);

    assertThat(score(both, "GRADE: first", "GRADE: first").value()).isEqualTo(0.5);
    assertThat(score(both, "GRADE: tie", "GRADE: tie").value()).isEqualTo(0.5);
    assertThat(score(both, "GRADE: first", "GRADE: second").value()).isIn(0.0, 1.0);
    String one = asked.get(0).getLast().content();
    String other = asked.get(1).getLast().content();
    assertThat(one.indexOf("Paris") < one.indexOf("Rome"))
        .isNotEqualTo(other.indexOf("Paris") < other.indexOf("Rome"));
  }

  private static ObjectNode options() {
    return JsonNodeFactory.instance.objectNode().put("type", "judge");
  }

  private Score score(ObjectNode options, String... said) {
    List<String> left = new ArrayList<>(List.of(said));
    Judge judge =
        messages -> {
          asked.add(messages);
          return left.size() == 1 ? left.getFirst() : left.removeFirst();
        };
    return ScoringsTest.scoring(options).direct(sample("7"), answer(), Ports.NONE.with(judge));
  }

  private static Response answer() {
    return Response.of("Rome {{target}}");
  }

  private static Sample sample(String id) {
    return new Sample(
        id,
        List.of(new Message("user", "The capital of France?")),
        new Target.Text("Paris"),
        Optional.empty(),
        Set.of(),
        1);
  }
}
