package dev.polder.evals.score;

import dev.polder.evals.answer.Refusals;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import java.util.Optional;
import java.util.Set;

/// The answer is a refusal, or says that it does not know.
record Refused(Refusals refusals) implements Rule.Direct {
  /// How providers say that they have held an answer back.
  private static final Set<String> WITHHELD = Set.of("content_filter", "refusal");

  @Override
  public Kind kind() {
    return Kind.BINARY;
  }

  @Override
  public Optional<String> objection(Target target) {
    return Optional.empty();
  }

  @Override
  public Mark mark(Sample sample, Response response, Ports ports) {
    boolean refused = isRefusal(response, refusals);
    return Mark.of(refused, refused ? "declines to answer" : "answers");
  }

  static boolean isRefusal(Response response, Refusals refusals) {
    return WITHHELD.contains(response.finishReason())
        || (response.toolCalls().isEmpty() && refusals.contains(response.text()));
  }
}
