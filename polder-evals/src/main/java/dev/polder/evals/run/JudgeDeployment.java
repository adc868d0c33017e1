package dev.polder.evals.run;

import dev.polder.evals.sample.Message;
import dev.polder.evals.score.Judge;
import dev.polder.evals.score.ScoringFailed;
import dev.polder.evals.solve.ChatBody;
import dev.polder.evals.solve.NoAnswerException;
import dev.polder.model.Usage;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// A deployment as judge, asked as a run asks: at its pace, with patience, out of the same budget,
/// and not again what the cache knows. Any thread may ask.
public final class JudgeDeployment implements Judge {
  private final Tested tested;
  private final Means means;
  private final Brake brake = new Brake();
  private final Questioner questioner;
  private final LongAdder input = new LongAdder();
  private final LongAdder output = new LongAdder();

  public JudgeDeployment(Tested tested, Means means) {
    this.tested = tested;
    this.means = means;
    this.questioner =
        new Questioner(
            tested,
            means,
            new Pace(means.settings().concurrency(), brake, System::nanoTime),
            brake);
  }

  @Override
  public String answer(List<Message> messages) {
    TrialAsker asker = new TrialAsker(tested, means, questioner, brake, 0);
    try {
      return asker.ask(ChatBody.steady(tested.subject().deployment(), messages)).text();
    } catch (NoAnswerException away) {
      throw new ScoringFailed(
          ScoringFailed.Reason.JUDGE_AWAY,
          "the judge '%s' does not answer: %s"
              .formatted(tested.subject().deployment(), away.reason()),
          away);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ScoringFailed(
          ScoringFailed.Reason.INTERRUPTED, "interrupted while asking the judge", stopped);
    } finally {
      input.add(asker.spent().usage().inputTokens());
      output.add(asker.spent().usage().outputTokens());
    }
  }

  /// What its answers took so far.
  public Usage usage() {
    return new Usage(input.sum(), output.sum());
  }
}
