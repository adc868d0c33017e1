package dev.polder.evals.run;

import dev.polder.model.Usage;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/// Counts results as they come. Any thread may add.
final class Tally {
  private final String primary;
  private final Plan plan;
  private final int samples;

  /// Trials that have an answer, by [#place]; written before the run begins only.
  private final BitSet known = new BitSet();

  private final LongAdder answered = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final LongAdder cached = new LongAdder();
  private final LongAdder input = new LongAdder();
  private final LongAdder output = new LongAdder();
  private final DoubleAdder sumOfPrimary = new DoubleAdder();
  private int before;

  /// @param samples in the suite
  Tally(String primary, Plan plan, int samples) {
    this.primary = primary;
    this.plan = plan;
    this.samples = samples;
  }

  /// A result that a log already had.
  void knew(Result result) {
    switch (result) {
      case Result.Scored scored -> {
        add(scored);
        known.set(place(scored.trial().number(), scored.trial().epoch()));
        before++;
      }
      // It is asked again, so it is no error yet; what it took is spent all the same.
      case Result.Unanswered unanswered -> spend(unanswered.spent());
    }
  }

  private int place(int number, int epoch) {
    return epoch * samples + number;
  }

  /// Whether this trial had an answer before the run began.
  boolean knew(int number, int epoch) {
    return known.get(place(number, epoch));
  }

  private void spend(Spent spent) {
    input.add(spent.usage().inputTokens());
    output.add(spent.usage().outputTokens());
    cached.add(spent.cached());
  }

  void add(Result result) {
    spend(result.spent());
    switch (result) {
      case Result.Scored scored -> {
        answered.increment();
        scored.score(primary).ifPresent(score -> sumOfPrimary.add(score.value()));
      }
      case Result.Unanswered unanswered -> errors.increment();
    }
  }

  Progress progress(Optional<Price> price, int atOnce, boolean resting) {
    int now = answered.intValue();
    Usage usage = new Usage(input.sum(), output.sum());
    return new Progress(
        plan.trials(),
        before,
        now,
        errors.intValue(),
        cached.sum(),
        sumOfPrimary.sum() / now,
        usage.inputTokens(),
        usage.outputTokens(),
        price.map(each -> each.of(usage)).orElse(0.0),
        atOnce,
        resting);
  }
}
