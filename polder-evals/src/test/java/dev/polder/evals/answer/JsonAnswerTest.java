package dev.polder.evals.answer;

import static dev.polder.evals.answer.JsonAnswer.ANYWHERE;
import static dev.polder.evals.answer.JsonAnswer.FENCED;
import static dev.polder.evals.answer.JsonAnswer.WHOLE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class JsonAnswerTest {
  private static final String OBJECT = "{\"a\":1}";

  @Test
  void takesAWholeAnswer() {
    assertThat(WHOLE.in(" {\"a\": 1}\n")).map(Object::toString).contains(OBJECT);
    assertThat(WHOLE.in("```json\n{\"a\": 1}\n```")).isEmpty();
  }

  @Test
  void takesTheOneBlockBetweenFences() {
    assertThat(FENCED.in("Here it is:\n```json\n{\"a\": 1}\n```\nBye."))
        .map(Object::toString)
        .contains(OBJECT);
    assertThat(FENCED.in("```\n{\"a\": 1}\n```\n```\n{\"a\": 2}\n```")).isEmpty();
    assertThat(FENCED.in("Here it is: {\"a\": 1}")).isEmpty();
  }

  @Test
  void findsTheFirstObjectInProseWhereAskedTo() {
    assertThat(ANYWHERE.in("Set {x}, that is {\"a\": 1}, I think."))
        .map(Object::toString)
        .contains(OBJECT);
    assertThat(ANYWHERE.in("no {json} [here")).isEmpty();
  }

  @Test
  void refusesWhatSaysTwoThings() {
    assertThat(ANYWHERE.in("{\"a\": 1, \"a\": 2}")).isEmpty();
    assertThat(WHOLE.in("{\"a\": 1} {\"a\": 2}")).isEmpty();
    assertThat(WHOLE.in("")).isEmpty();
  }

  @Test
  void givesUpOnEndlessBrackets() {
    assertThat(ANYWHERE.in("[".repeat(200_000))).isEmpty();
  }
}
