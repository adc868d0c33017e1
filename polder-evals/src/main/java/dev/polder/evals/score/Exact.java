package dev.polder.evals.score;

import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import java.util.Optional;

/// The answer is, character for character, one of the accepted texts; white space around it aside.
record Exact() implements Rule.Direct {
  @Override
  public Kind kind() {
    return Kind.BINARY;
  }

  @Override
  public Optional<String> objection(Target target) {
    return Texts.objection(target, "exact");
  }

  @Override
  public Mark mark(Sample sample, Response response, Ports ports) {
    String answer = response.text().strip();
    boolean right =
        sample.target().alternatives().orElseThrow().stream()
            .anyMatch(text -> text.strip().equals(answer));
    return Mark.of(right, right ? "the same" : Texts.shown(answer) + " is not what was expected");
  }
}
