package dev.polder.evals.run;

import dev.polder.evals.score.Response;
import dev.polder.evals.solve.Asker;
import dev.polder.evals.solve.Framing;
import dev.polder.evals.solve.NoAnswerException;
import dev.polder.http.Bytes;
import dev.polder.model.Operation;
import dev.polder.model.Usage;
import dev.polder.model.openai.BadRequestException;
import dev.polder.model.openai.ModelRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The model within one trial: what the cache knows is not asked again, everything else is paid for
/// out of the budget. One thread uses it.
final class TrialAsker implements Asker {
  /// Where the gateway would ask the next candidate, a run takes the answer as it is, and says so.
  static final String UNFIT = "its answer does not fit the schema, nor does the one after it";

  private static final Usage NONE = new Usage(0, 0);

  private final Tested tested;
  private final Means means;
  private final Questioner questioner;
  private final Brake brake;
  private final int epoch;
  private final Map<CacheKey, Integer> times = new HashMap<>(2);
  private final List<String> faults = new ArrayList<>(0);
  private Spent spent = Spent.NOTHING;

  TrialAsker(Tested tested, Means means, Questioner questioner, Brake brake, int epoch) {
    this.tested = tested;
    this.means = means;
    this.questioner = questioner;
    this.brake = brake;
    this.epoch = epoch;
  }

  @Override
  public Response ask(Bytes body) throws NoAnswerException, InterruptedException {
    Framing.Framed framed = tested.framing().frame(read(body));
    Response answer = ask(framed.request());
    Optional<ModelRequest> again = framed.again(answer);
    if (again.isEmpty()) {
      return answer;
    }
    Response mended = ask(again.get());
    if (framed.again(mended).isPresent()) {
      faults.add(UNFIT);
    }
    return mended;
  }

  private Response ask(ModelRequest request) throws NoAnswerException, InterruptedException {
    brake.check();
    CacheKey key = key(request.forUpstream(tested.subject().model(), false));
    Optional<AnswerCache.Remembered> known = means.cache().find(key);
    if (known.isPresent()) {
      spent = spent.remembered(known.get().millis());
      return known.get().response();
    }
    Questioner.Asked asked = asked(request);
    keep(key, asked);
    return asked.response();
  }

  private static ModelRequest read(Bytes body) {
    try {
      return ModelRequest.read(Operation.CHAT, body);
    } catch (BadRequestException ours) {
      throw new IllegalStateException("a solver wrote a bad request", ours);
    }
  }

  /// Solvers that ask the same several times want several answers.
  private CacheKey key(Bytes upstream) {
    CacheKey first = CacheKey.of(tested.subject().identity(), upstream, epoch, 0);
    int before = times.merge(first, 1, Integer::sum) - 1;
    return before == 0 ? first : CacheKey.of(tested.subject().identity(), upstream, epoch, before);
  }

  private Questioner.Asked asked(ModelRequest request)
      throws NoAnswerException, InterruptedException {
    means.budget().begin(brake);
    Usage usage = NONE;
    try {
      Questioner.Asked asked = questioner.ask(request, faults);
      usage = asked.usage().orElse(NONE);
      if (asked.usage().isEmpty() && means.budget().needsUsage()) {
        brake.pull(
            new RunEnd(
                RunEnd.Kind.LIMIT_REACHED,
                "'%s' does not say how many tokens it took, so no limit can be kept. Run without --limit-money and --limit-tokens, and with --n."
                    .formatted(tested.subject().deployment())));
      }
      spent = spent.asked(usage, asked.millis());
      return asked;
    } finally {
      means.budget().settle(usage, cost(usage));
    }
  }

  private double cost(Usage usage) {
    return tested.price().map(price -> price.of(usage)).orElse(0.0);
  }

  private void keep(CacheKey key, Questioner.Asked asked) throws InterruptedException {
    if (asked.response().finishReason().equals(Framing.REFUSED)) {
      return;
    }
    try {
      means.cache().put(key, new AnswerCache.Remembered(asked.response(), asked.millis()));
    } catch (IOException cannot) {
      brake.pull(
          new RunEnd(
              RunEnd.Kind.BROKEN,
              "The cache cannot be written (%s). Free some room, or run with --no-cache."
                  .formatted(cannot.getMessage())));
    }
  }

  /// What the trial took so far.
  Spent spent() {
    return spent;
  }

  /// What went wrong so far.
  List<String> faults() {
    return faults;
  }
}
