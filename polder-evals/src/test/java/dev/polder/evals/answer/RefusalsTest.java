package dev.polder.evals.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RefusalsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "I don't know.",
        "I don’t know, sorry",
        "Sorry, but I can't help with that.",
        "I'm not sure, it might be Paris.",
        "As an AI language model, I have no opinion.",
        "UNKNOWN",
        "Dat weet ik niet.",
        "Helaas, ik kan u niet helpen.",
        "Ich weiß es leider nicht. Das weiß ich nicht.",
        "Das weiß ich nicht.",
        "Dazu liegen mir keine Informationen vor.",
        "Je ne sais pas.",
        "Désolé, il m'est impossible de répondre.",
      })
  void knowsWhoDeclines(String answer) {
    assertThat(Refusals.USUAL.contains(answer)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Paris",
        "The patient cannot answer.",
        "42",
        "De gemeente kan niet betalen.",
        "Er kann nicht kommen.",
        "An unknowing man",
      })
  void doesNotTakeAnAnswerForARefusal(String answer) {
    assertThat(Refusals.USUAL.contains(answer)).isFalse();
  }

  @Test
  void looksAtTheBeginningOnly() {
    assertThat(Refusals.USUAL.contains("Paris. " + "It is large. ".repeat(30) + "I don't know."))
        .isFalse();
  }

  @Test
  void canBeGivenOtherPhrases() {
    Refusals own = Refusals.only(List.of("no comment"));
    assertThat(own.contains("No comment!")).isTrue();
    assertThat(own.contains("I don't know")).isFalse();
    assertThat(own.and(List.of("pass")).contains("Pass.")).isTrue();
  }
}
