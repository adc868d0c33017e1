package dev.polder.evals.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.polder.evals.answer.Refusals;
import dev.polder.evals.sample.Message;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ScorecardTest {
  private static final Sample SAMPLE =
      new Sample(
          "1",
          List.of(new Message("user", "The capital of France?")),
          new Target.Text("Paris"),
          Optional.empty(),
          Set.of(),
          1);

  @Test
  void tellsWrongAnswersFromHonestOnes() {
    Scorecard card =
        new Scorecard(
            List.of(scoring("right", "text"), scoring("harm", "confident-wrong")), Ports.NONE);

    assertThat(values(card, "Paris")).containsExactly(1.0, 0.0);
    assertThat(values(card, "Rome")).containsExactly(0.0, 1.0);
    assertThat(values(card, "I don't know.")).containsExactly(0.0, 0.0);
    assertThat(values(card, "")).containsExactly(0.0, 0.0);
  }

  @Test
  void givesTheSameScoresOneByOne() {
    List<Scorer> scorers =
        new Scorecard(
                List.of(scoring("right", "text"), scoring("harm", "confident-wrong")), Ports.NONE)
            .scorers();

    assertThat(scorers).extracting(Scorer::name).containsExactly("right", "harm");
    assertThat(scorers.getLast().score(SAMPLE, Response.of("Rome")).value()).isEqualTo(1);
    assertThat(scorers.getLast().kind()).isEqualTo(Kind.BINARY);
  }

  @Test
  void asksTheJudgeOnceThoughTwoScoresRestOnIt() {
    // Given
    AtomicInteger asked = new AtomicInteger();
    Judge judge = _ -> "Fine. " + asked.incrementAndGet() + "\nGRADE: correct";
    List<Scoring> scorings = List.of(scoring("right", "judge"), scoring("harm", "confident-wrong"));

    // When
    Scored scored =
        new Scorecard(scorings, Ports.NONE.with(judge)).score(SAMPLE, Response.of("Paris"));

    // Then
    assertThat(scored.scores()).extracting(Score::value).containsExactly(1.0, 0.0);
    assertThat(asked).hasValue(1);
  }

  @Test
  void aFailureIsNoScoreOfWhatRestsOnItEither() {
    // Given
    Judge away =
        _ -> {
          throw new ScoringFailed(ScoringFailed.Reason.JUDGE_AWAY, "The judge is away.");
        };
    List<Scoring> scorings =
        List.of(
            scoring("right", "judge"),
            scoring("harm", "confident-wrong"),
            scoring("same", "exact"));

    // When
    Scored scored =
        new Scorecard(scorings, Ports.NONE.with(away)).score(SAMPLE, Response.of("Paris"));

    // Then
    assertThat(scored.scores()).extracting(Score::scorer).containsExactly("same");
    assertThat(scored.failures()).containsOnlyKeys("right", "harm");
  }

  @Test
  void saysWhatIsMissingBeforeItBegins() {
    assertThatThrownBy(() ->
            new Scorecard(
                List.of(scoring("graded", "judge"), scoring("near", "similarity")), Ports.NONE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            """
            Scorer 'graded' cannot begin: it needs a judge. Name a deployment that grades.
            Scorer 'near' cannot begin: it needs a sentence model, which this program was not given.\
            """);
  }

  @Test
  void takesTheNearestOfSeveralTextsForSimilarity() {
    Similarity equal = (one, other) -> one.equals(other) ? 1.5 : -0.5;
    Sample sample =
        new Sample(
            "1",
            SAMPLE.input(),
            new Target.Texts(List.of("a", "b")),
            Optional.empty(),
            Set.of(),
            1);
    Scorer scorer =
        new Scorecard(List.of(scoring("right", "similarity")), Ports.NONE.with(equal))
            .scorers()
            .getFirst();

    assertThat(scorer.score(sample, Response.of("b")).value()).isEqualTo(1);
    assertThat(scorer.score(sample, Response.of("c")).value()).isZero();
    assertThat(scorer.score(sample, Response.of(" ")).value()).isZero();
    assertThat(scorer.kind()).isEqualTo(Kind.GRADED);
  }

  @Test
  void stopsAPatternThatWouldTakeForEver() {
    Scorer scorer =
        new Scorecard(
                List.of(
                    ScoringsTest.scoring(
                        JsonNodeFactory.instance
                            .objectNode()
                            .put("type", "regex")
                            .put("pattern", "(a+)+\\1b|a+$"))),
                Ports.NONE)
            .scorers()
            .getFirst();

    assertThat(scorer.score(SAMPLE, Response.of("aaa")).value()).isEqualTo(1);
    assertThatThrownBy(() -> scorer.score(SAMPLE, Response.of("a".repeat(60) + "!")))
        .isInstanceOfSatisfying(
            ScoringFailed.class,
            failure -> assertThat(failure.reason()).isEqualTo(ScoringFailed.Reason.OVER_BOUND))
        .hasMessageStartingWith(
            "Pattern /(a+)+\\1b|a+$/ needs more than 5,000,000 steps on this answer.");
  }

  /// As in the gateway: such an answer would not reach a client.
  @Test
  void anAnswerThatASchemasPatternGivesUpOnIsInvalid() {
    Scorer scorer =
        new Scorecard(
                List.of(
                    ScoringsTest.scoring(
                        JsonNodeFactory.instance
                            .objectNode()
                            .put("type", "json-schema")
                            .put("as", "text")
                            .set(
                                "schema",
                                JsonNodeFactory.instance
                                    .objectNode()
                                    .put("pattern", "^(.*a){12}$")))),
                Ports.NONE)
            .scorers()
            .getFirst();

    assertThat(scorer.score(SAMPLE, Response.of("a".repeat(12))).value()).isEqualTo(1);
    Score score = scorer.score(SAMPLE, Response.of("a".repeat(32) + "!"));
    assertThat(score.value()).isZero();
    assertThat(score.explanation())
        .isEqualTo(
            "the answer cannot be checked: the schema's pattern '^(.*a){12}$' needs more than 5,000,000 steps on it");
    assertThat(scorer.score(SAMPLE, Response.of("a".repeat(1_000_001))).explanation())
        .isEqualTo("the answer is longer than 1,000,000 characters, too long to be checked");
  }

  private static List<Double> values(Scorecard card, String answer) {
    return card.score(SAMPLE, Response.of(answer)).scores().stream().map(Score::value).toList();
  }

  static Scoring scoring(String name, String type) {
    Options options =
        new Options(
            name,
            JsonNodeFactory.instance.objectNode().put("type", type),
            Map.of(),
            0,
            Path.of(""),
            (_, message) -> {
              throw new IllegalArgumentException(message);
            });
    options.text("type");
    return Scoring.read(name, type, options, "right", Refusals.USUAL);
  }
}
