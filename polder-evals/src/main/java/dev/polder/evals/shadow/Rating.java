package dev.polder.evals.shadow;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.evals.answer.Refusals;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import dev.polder.evals.score.Judge;
import dev.polder.evals.score.Likeness;
import dev.polder.evals.score.Options;
import dev.polder.evals.score.Ports;
import dev.polder.evals.score.Response;
import dev.polder.evals.score.Score;
import dev.polder.evals.score.Scorecard;
import dev.polder.evals.score.Scoring;
import dev.polder.evals.score.Similarity;
import dev.polder.model.bundle.AnswerSchema;
import dev.polder.model.bundle.Fitness;
import dev.polder.model.openai.AnswerText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How the two answers to a mirrored call are scored, though nobody knows the right one.
public sealed interface Rating {
  /// By how much the candidate agrees with what the client got, which counts as right.
  record Like(Likeness likeness) implements Rating {}

  /// By whether each of them fits the use case's schema.
  record Fits(AnswerSchema schema) implements Rating {}

  /// By which of them a judge prefers, blind and in an order drawn by lot. Both are worth one half
  /// where it sees no difference.
  ///
  /// @param rubric what makes an answer good; empty: the usual one
  record Judged(Optional<String> rubric) implements Rating {}

  /// What they are worth; empty where that cannot be told, as when the client got no number.
  ///
  /// May block, and load a sentence model.
  ///
  /// @param judge for [Judged]; nobody else asks it
  /// @throws dev.polder.evals.score.ScoringFailed when the judge does not say
  default Optional<Rated> rate(
      Mirrored call, Response answer, Similarity similarity, Optional<Judge> judge) {
    Response served = Response.of(call.served());
    return switch (this) {
      case Like like ->
          like.likeness()
              .of(served, answer, Ports.NONE.with(similarity))
              .map(score -> new Rated(1, score.value(), score.explanation()));
      case Fits fits ->
          Optional.of(
              new Rated(
                  fits(fits.schema(), served),
                  fits(fits.schema(), answer),
                  "whether each fits the schema"));
      case Judged judged -> judged(judged, call, answer, judge);
    };
  }

  private static double fits(AnswerSchema schema, Response answer) {
    AnswerText text = new AnswerText(answer.text(), answer.finishReason(), false);
    return switch (schema.judge(List.of(text))) {
      case Fitness.Fits _ -> 1;
      case Fitness.Unfit _ -> 0;
    };
  }

  private static Optional<Rated> judged(
      Judged judged, Mirrored call, Response answer, Optional<Judge> judge) {
    if (call.served().isBlank()) {
      return Optional.empty();
    }
    ObjectNode options = JsonNodeFactory.instance.objectNode().put("mode", "compare");
    judged.rubric().ifPresent(text -> options.put("rubric", text));
    Scoring preference =
        Scoring.read(
            "preference",
            "judge",
            new Options(
                "The judge",
                options,
                Map.of(),
                0,
                Path.of(""),
                (_, message) -> {
                  throw new IllegalArgumentException(message);
                }),
            "preference",
            Refusals.USUAL);
    Score score =
        new Scorecard(List.of(preference), Ports.NONE.with(judge.orElseThrow()))
            .scorers()
            .getFirst()
            .score(sample(call), answer);
    return Optional.of(new Rated(1 - score.value(), score.value(), score.explanation()));
  }

  private static Sample sample(Mirrored call) {
    return new Sample(
        call.id(),
        Conversation.of(call.request()),
        new Target.Text(call.served()),
        Optional.empty(),
        Set.of(),
        1);
  }
}
