package dev.polder.evals.run;

import dev.polder.evals.sample.Sample;
import dev.polder.evals.score.Response;
import dev.polder.evals.score.Scored;
import dev.polder.evals.score.ScoringFailed;
import dev.polder.evals.solve.NoAnswerException;
import dev.polder.evals.solve.Solver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A suite put to a deployment: every trial on a virtual thread of its own, never more of them than
/// may be under way, and every result a line of the log as soon as it is there.
///
/// Memory does not grow with the number of trials: a bit each is kept of those that are done, and a
/// number each of the order. A run that is killed goes on where its log ends, see [#resume].
public final class Run {
  /// Trials that may wait for a question, for each question that may be asked at once.
  private static final int AHEAD = 2;

  private static final long LOOK_MILLIS = 50;

  private final Cases cases;
  private final Solver solver;
  private final Tested tested;
  private final Means means;
  private final RunWriter log;
  private final Tally tally;
  private final Brake brake = new Brake();
  private final Pace pace;
  private final Questioner questioner;
  private final AtomicInteger errorsInARow = new AtomicInteger();

  private Run(Cases cases, Solver solver, Tested tested, Means means, RunWriter log, Tally tally) {
    this.cases = cases;
    this.solver = solver;
    this.tested = tested;
    this.means = means;
    this.log = log;
    this.tally = tally;
    this.pace = new Pace(means.settings().concurrency(), brake, System::nanoTime);
    this.questioner = new Questioner(tested, means, pace, brake);
  }

  /// A new run with a new log.
  ///
  /// @throws IOException when the log cannot be written, or is there already
  public static Run begin(
      Path file, RunHeader header, Cases cases, Solver solver, Tested tested, Means means)
      throws IOException {
    Tally tally = new Tally(cases.primary(), header.plan(), cases.samples().size());
    return new Run(cases, solver, tested, means, RunWriter.begin(file, header), tally);
  }

  /// The run of a log, taken up again: what has an answer there is not asked again, errors are.
  ///
  /// @param header what is to be gone on with, see [RunHeader#continues]
  /// @throws BadLogException when the file is no log, is damaged, or is being written
  /// @throws IllegalArgumentException when the log is of something else
  public static Run resume(
      Path file, RunHeader header, Cases cases, Solver solver, Tested tested, Means means)
      throws BadLogException, IOException {
    if (!RunLog.header(file).continues(header)) {
      throw new IllegalArgumentException(file + " is the log of another suite, method or plan");
    }
    Tally tally = new Tally(cases.primary(), header.plan(), cases.samples().size());
    RunWriter log = RunWriter.resume(file, means.clock().instant(), means.program(), tally::knew);
    return new Run(cases, solver, tested, means, log, tally);
  }

  /// Asks whatever has no answer yet, and returns when that is done or something stopped it. The
  /// log is then closed; nothing of the run goes on.
  ///
  /// @throws IOException when the log could not be written
  /// @throws IllegalStateException when a solver or a scorer has a fault
  public RunEnd go() throws IOException {
    int most = AHEAD * means.settings().concurrency();
    Semaphore slots = new Semaphore(most);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        begin(threads, slots);
        await(threads, slots, most);
      } catch (InterruptedException stopped) {
        stop();
        threads.shutdownNow();
        Thread.currentThread().interrupt();
      }
    } finally {
      log.close();
    }
    return brake.why().orElseGet(() -> new RunEnd(RunEnd.Kind.COMPLETE, "Every sample was asked."));
  }

  private void begin(ExecutorService threads, Semaphore slots) throws InterruptedException {
    int[] order = log.header().plan().order(cases.samples().size());
    for (int epoch = 0; epoch < log.header().plan().epochs(); epoch++) {
      for (int number : order) {
        if (tally.knew(number, epoch)) {
          continue;
        }
        while (!slots.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          if (brake.why().isPresent()) {
            return;
          }
        }
        if (brake.why().isPresent()) {
          slots.release();
          return;
        }
        int ofEpoch = epoch;
        threads.execute(() -> {
          try {
            run(number, ofEpoch);
          } finally {
            slots.release();
          }
        });
      }
    }
  }

  /// Waits for what is under way: it is paid for. Only a person's patience has an end.
  private void await(ExecutorService threads, Semaphore slots, int most)
      throws InterruptedException {
    long stoppedAt = 0;
    while (!slots.tryAcquire(most, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      boolean hurry =
          brake
              .why()
              .filter(why -> why.kind() == RunEnd.Kind.STOPPED || why.kind() == RunEnd.Kind.BROKEN)
              .isPresent();
      if (hurry && stoppedAt == 0) {
        stoppedAt = System.nanoTime();
      }
      if (hurry && System.nanoTime() - stoppedAt > means.settings().grace().toNanos()) {
        threads.shutdownNow();
      }
    }
  }

  /// The thread's edge: whatever is thrown here ends in the log or ends the run.
  private void run(int number, int epoch) {
    TrialAsker asker = new TrialAsker(tested, means, questioner, brake, epoch);
    try {
      Sample sample = cases.samples().get(number);
      Trial trial = Trial.of(number, epoch, sample);
      try {
        Response response = solver.solve(sample, asker);
        score(trial, response, cases.grading().score(sample, response), asker);
      } catch (NoAnswerException none) {
        if (none.kind() == NoAnswerException.Kind.FAILED) {
          error(trial, none.reason(), asker);
        }
      }
    } catch (InterruptedException stopped) {
      // The run is being stopped; the sample is asked again when it goes on.
    } catch (IOException full) {
      brake.pull(
          new RunEnd(
              RunEnd.Kind.BROKEN, "The log cannot be written (%s).".formatted(full.getMessage())));
    } catch (RuntimeException fault) {
      brake.pull(
          new RunEnd(
              RunEnd.Kind.BROKEN,
              "Sample %d: a fault of Polder's own: %s".formatted(number, fault)));
    }
  }

  /// An answer whose primary score cannot be told is an error: no answer is wrong because its judge
  /// was away. It is asked again when the run goes on, and the cache still has it.
  private void score(Trial trial, Response response, Scored scored, TrialAsker asker)
      throws IOException, InterruptedException {
    ScoringFailed primary = scored.failures().get(cases.primary());
    if (primary != null) {
      error(trial, unscored(cases.primary(), primary), asker);
      return;
    }
    List<String> faults = new ArrayList<>(asker.faults());
    scored.failures().forEach((scorer, failure) -> faults.add(unscored(scorer, failure)));
    keep(new Result.Scored(trial, scored.scores(), response, asker.spent(), faults));
    errorsInARow.set(0);
  }

  private static String unscored(String scorer, ScoringFailed failure) {
    return "no score '%s': %s".formatted(scorer, failure.getMessage());
  }

  private void error(Trial trial, String reason, TrialAsker asker)
      throws IOException, InterruptedException {
    keep(new Result.Unanswered(trial, reason, asker.spent(), asker.faults()));
    if (errorsInARow.incrementAndGet() >= means.settings().errorsInARow()) {
      brake.pull(
          new RunEnd(
              RunEnd.Kind.FAILING,
              "%d samples in a row brought no answer, the last with: %s."
                  .formatted(means.settings().errorsInARow(), reason)));
    }
  }

  private void keep(Result result) throws IOException, InterruptedException {
    log.add(result);
    tally.add(result);
  }

  /// Lets nothing more be asked; [#go()] returns once what is under way is answered, or after the
  /// settings' grace. Any thread may call.
  public void stop() {
    brake.pull(new RunEnd(RunEnd.Kind.STOPPED, "Stopped."));
  }

  /// How far it is. Any thread may ask, at any time.
  public Progress progress() {
    return tally.progress(tested.price(), pace.allowed(), pace.isResting());
  }
}
