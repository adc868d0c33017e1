package dev.polder.evals.run;

import dev.polder.evals.score.Response;
import dev.polder.evals.solve.Framing;
import dev.polder.evals.solve.NoAnswerException;
import dev.polder.evals.solve.Reply;
import dev.polder.model.Usage;
import dev.polder.model.openai.ModelRequest;
import dev.polder.model.provider.Fault;
import dev.polder.model.provider.RestHint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Asks a deployment with patience: at its pace, again where that may help, and no more once it
/// cannot. Any thread may ask.
final class Questioner {
  /// Of what went wrong on the way to an answer, so much is kept.
  private static final int MOST_FAULTS = 20;

  private final Tested tested;
  private final Means means;
  private final Pace pace;
  private final Brake brake;

  /// An answer and what it took.
  record Asked(Response response, Optional<Usage> usage, double millis) {}

  Questioner(Tested tested, Means means, Pace pace, Brake brake) {
    this.tested = tested;
    this.means = means;
    this.pace = pace;
    this.brake = brake;
  }

  /// @param faults what went wrong is added here
  /// @throws NoAnswerException when there is none, or when the run stops
  Asked ask(ModelRequest request, List<String> faults)
      throws NoAnswerException, InterruptedException {
    Question question = new Question(faults);
    while (true) {
      int entered = pace.enter();
      long began = System.nanoTime();
      Reply reply;
      try {
        reply = tested.port().ask(request);
      } catch (InterruptedException | RuntimeException cancelled) {
        pace.failed();
        throw cancelled;
      }
      double millis = (System.nanoTime() - began) / 1e6;
      switch (reply) {
        case Reply.Answered answered -> {
          pace.answered();
          return new Asked(answered.response(), answered.usage(), millis);
        }
        case Reply.Failed failed -> {
          if (question.failed(failed.fault(), entered)) {
            return new Asked(
                new Response("", List.of(), Framing.REFUSED), Optional.of(new Usage(0, 0)), millis);
          }
        }
      }
    }
  }

  /// One question and how often it failed so far.
  private final class Question {
    private final List<String> faults;
    private int failures;
    private Optional<Long> busySince = Optional.empty();

    Question(List<String> faults) {
      this.faults = faults;
    }

    /// Decides what a fault means; returns when it may be tried again, after the pause that it
    /// takes.
    ///
    /// @return whether it is a refusal, which is an answer
    boolean failed(Fault fault, int entered) throws NoAnswerException, InterruptedException {
      if (faults.size() < MOST_FAULTS) {
        faults.add(fault.summary());
      }
      switch (Trouble.of(fault, tested.preset())) {
        case REFUSAL -> {
          pace.answered();
          return true;
        }
        case BUSY -> busy(fault, entered);
        case LATE -> {
          pace.late(entered);
          again(fault);
        }
        case BROKEN -> {
          pace.failed();
          again(fault);
        }
        case UNFIT -> {
          pace.failed();
          throw none(fault);
        }
        case GONE -> {
          pace.failed();
          throw halt(
              "'%s' lets nobody in (%s)."
                  .formatted(tested.subject().deployment(), fault.summary()));
        }
      }
      return false;
    }

    /// The pace makes it wait.
    private void busy(Fault fault, int entered) throws NoAnswerException {
      Optional<Duration> rest = RestHint.of(fault, means.clock());
      pace.refused(entered, rest);
      Duration patience = means.settings().patience().busy();
      if (rest.isPresent() && rest.get().compareTo(patience) > 0) {
        throw halt(
            "'%s' asks to be left alone for %d minutes (%s)."
                .formatted(tested.subject().deployment(), rest.get().toMinutes(), fault.summary()));
      }
      long now = System.nanoTime();
      if (busySince.isEmpty()) {
        busySince = Optional.of(now);
      } else if (now - busySince.get() > patience.toNanos()) {
        throw none(fault);
      }
    }

    private void again(Fault fault) throws NoAnswerException, InterruptedException {
      failures++;
      if (failures > means.settings().patience().retries()) {
        throw none(fault);
      }
      brake.check();
      Thread.sleep(means.settings().patience().pause(failures, means.random()));
    }

    private NoAnswerException none(Fault fault) {
      return new NoAnswerException(NoAnswerException.Kind.FAILED, fault.summary());
    }

    private NoAnswerException halt(String why) {
      brake.pull(new RunEnd(RunEnd.Kind.ACCESS_GONE, why));
      return new NoAnswerException(NoAnswerException.Kind.HALTED, why);
    }
  }
}
