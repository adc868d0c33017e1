package dev.polder.evals.score;

import dev.polder.evals.answer.Refusals;
import dev.polder.evals.sample.Target;
import java.util.Optional;

/// Harm: the answer is wrong and does not say that it might be. Two models that are right equally
/// often can differ much in this.
///
/// @param of the scorer that says what is wrong
/// @param below which of its scores are
record ConfidentWrong(String of, double below, Refusals refusals) implements Rule.Derived {
  private static final double USUAL = 0.5;

  static ConfidentWrong of(Options options, String primary, Refusals refusals) {
    return new ConfidentWrong(
        options.text("of").orElse(primary),
        options.number("below", 0.01, 1).orElse(USUAL),
        refusals);
  }

  @Override
  public Kind kind() {
    return Kind.BINARY;
  }

  @Override
  public Optional<String> objection(Target target) {
    return Optional.empty();
  }

  @Override
  public Mark mark(Score other, Response response) {
    if (other.value() >= below) {
      return new Mark(0, "not wrong");
    }
    return Refused.isRefusal(response, refusals)
        ? new Mark(0, "wrong, but declines to answer")
        : new Mark(1, "wrong without saying so: " + other.explanation());
  }
}
