package dev.polder.gateway.continuity;

import dev.polder.gateway.route.Candidate;
import dev.polder.gateway.route.Route;
import dev.polder.gateway.route.Step;
import dev.polder.http.EventLoop;
import dev.polder.model.bundle.AnswerSchema;
import dev.polder.model.bundle.Fitness;
import dev.polder.model.bundle.Rendering;
import dev.polder.model.openai.AnswerText;
import dev.polder.model.openai.ModelRequest;
import dev.polder.model.provider.Fault;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One call's care that its answer fits the use case's schema: judges what came, and grants each
/// candidate one go at mending it, told what was wrong. On the call's event loop only.
final class Fitting {
  /// What came is longer than what may be held, so it cannot be judged.
  static final Fault TOO_LONG =
      new Fault.Invalid("its answer is longer than what is held to be checked");

  private final Rendering rendering;
  private final EventLoop loop;
  private final Set<Candidate> askedAgain = new HashSet<>();
  private @Nullable Mending due;
  private @Nullable Mending begun;

  /// An answer to be mended.
  ///
  /// @param step to whom gave it, or to whom is asked again
  private record Mending(Step.Go step, Fitness.Unfit unfit) {}

  Fitting(Rendering rendering, EventLoop loop) {
    this.rendering = rendering;
    this.loop = loop;
  }

  /// Tells whether an answer may go out: at once where no schema speaks of it, else on a later turn
  /// of the loop. Judging takes as long as the answer and the schema's patterns want, so it happens
  /// elsewhere.
  ///
  /// @param texts puts the answer's text together
  void judge(
      RunningAttempt attempt,
      Callable<List<AnswerText>> texts,
      Runnable fits,
      Consumer<Fitness.Unfit> unfit) {
    Optional<AnswerSchema> schema = attempt.candidate().bundle().schema();
    if (schema.isEmpty()) {
      fits.run();
      return;
    }
    loop.offload(
        () -> schema.get().judge(texts.call()),
        fitness -> {
          switch (fitness) {
            case Fitness.Fits good -> fits.run();
            case Fitness.Unfit bad -> unfit.accept(bad);
          }
        },
        unreadable ->
            unfit.accept(new Fitness.Unfit("its answer cannot be checked", "", List.of())));
  }

  /// Takes in that an answer did not fit: the next step is to have it mended, if that was not tried
  /// before.
  void unfit(RunningAttempt attempt, Fitness.Unfit unfit) {
    if (!unfit.complaints().isEmpty() && askedAgain.add(attempt.candidate())) {
      due = new Mending(attempt.step(), unfit);
    }
  }

  /// The step to whom shall mend an answer, if one is to be mended now and who gave it may be asked
  /// as things are.
  Optional<Step.Go> next(Route route) {
    Mending mending = due;
    due = null;
    if (mending == null) {
      return Optional.empty();
    }
    Optional<Step.Go> again = route.again(mending.step());
    begun = again.map(step -> new Mending(step, mending.unfit())).orElse(null);
    return again;
  }

  /// What is asked at `step`.
  ModelRequest request(Step.Go step) {
    Mending mending = begun;
    return mending != null && mending.step().equals(step)
        ? rendering.again(step.deployment(), step.candidate().bundle(), mending.unfit())
        : rendering.toward(step.deployment(), step.candidate().bundle());
  }
}
