package dev.polder.evals.score;

import dev.polder.evals.answer.Normalisation;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import java.util.Optional;

/// The answer is one of the accepted texts but for case, white space, punctuation and Unicode form;
/// or begins with it, or contains it, in whole words.
record NormalisedText(Normalisation normalisation, Match match) implements Rule.Direct {
  /// How much of the answer has to be the expected text.
  enum Match {
    WHOLE,
    BEGINS,
    CONTAINS
  }

  static NormalisedText of(Options options) {
    return new NormalisedText(Texts.normalisation(options), options.choice("match", Match.WHOLE));
  }

  @Override
  public Kind kind() {
    return Kind.BINARY;
  }

  @Override
  public Optional<String> objection(Target target) {
    return Texts.objection(target, "text")
        .or(() ->
            target.alternatives().orElseThrow().stream()
                .filter(text -> normalisation.of(text).isEmpty())
                .findFirst()
                .map(text ->
                    "nothing is left of target '%s' without case, punctuation and articles. Take scorer type exact."
                        .formatted(text)));
  }

  @Override
  public Mark mark(Sample sample, Response response, Ports ports) {
    String answer = " " + normalisation.of(response.text()) + " ";
    for (String text : sample.target().alternatives().orElseThrow()) {
      String expected = " " + normalisation.of(text) + " ";
      boolean right =
          switch (match) {
            case WHOLE -> answer.equals(expected);
            case BEGINS -> answer.startsWith(expected);
            case CONTAINS -> answer.contains(expected);
          };
      if (right) {
        return new Mark(1, "says " + Texts.shown(text));
      }
    }
    return new Mark(0, Texts.shown(response.text()) + " is not what was expected");
  }
}
