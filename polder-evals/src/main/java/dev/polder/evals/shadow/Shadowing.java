package dev.polder.evals.shadow;

import dev.polder.evals.score.Judge;
import dev.polder.evals.score.Response;
import dev.polder.evals.score.ScoringFailed;
import dev.polder.evals.score.Similarity;
import dev.polder.evals.shadow.Surroundings.Leave;
import dev.polder.evals.shadow.Surroundings.Watched;
import dev.polder.evals.solve.ChatBody;
import dev.polder.evals.solve.HttpModels;
import dev.polder.model.bundle.Bundle;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Empties one spool: asks the candidate what a call asked, has both answers scored, and keeps
/// watch.
///
/// Calls come first: a mirrored one is sent only while the candidate may serve and has room, and
/// only so many at once. A call is taken out of the spool before it is sent, so after a crash it is
/// lost rather than counted twice. What could not be answered is counted apart, and slows down what
/// follows. Everything runs on virtual threads of its own.
public final class Shadowing implements AutoCloseable {
  private static final Duration IDLE = Duration.ofMillis(100);
  private static final Duration LATER = Duration.ofMillis(500);
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /// How often something is asked about an alarm that stands.
  private static final Duration ALARM_ROUND = Duration.ofSeconds(2);

  private final Settings settings;
  private final Spool spool;
  private final Optional<Spool> kept;
  private final WatchFile file;
  private final HttpModels models;
  private final Similarity similarity;
  private final Surroundings surroundings;
  private final InstantSource clock;
  private final Consumer<String> log;
  private final Semaphore room;
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("polder-shadow-", 0).factory());
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private Optional<Watch> watch = Optional.empty();
  private Optional<Watched> watched = Optional.empty();
  private Tally tally = Tally.NOTHING;
  private String waitsFor = "";
  private String told = "";
  private int failuresInARow;
  private long pauseUntil = System.nanoTime();
  private long nextAlarmRound = System.nanoTime();

  /// What a use case's owner wants.
  ///
  /// @param useCase for messages
  /// @param rating how answers are scored
  /// @param judged whether a judge must be asked
  /// @param margin the loss that is accepted
  /// @param runLength calls until a false alarm, on average
  /// @param concurrency calls at once, at most
  /// @param limits how long the candidate and the judge may take
  public record Settings(
      String useCase,
      Rating rating,
      boolean judged,
      double margin,
      double runLength,
      int concurrency,
      HttpModels.Limits limits) {}

  /// What became of the calls that were taken out of the spool, since the start.
  ///
  /// @param scored both answers were scored
  /// @param failed the candidate or the judge did not answer
  /// @param unscored the answer that the client got is none that others can be held against
  /// @param forbidden their data may not go to the candidate, or to the judge
  public record Tally(long scored, long failed, long unscored, long forbidden) {
    static final Tally NOTHING = new Tally(0, 0, 0, 0);
  }

  /// How it stands.
  ///
  /// @param waitsFor why nothing is sent now although calls wait; empty: nothing is in the way
  public record Status(
      Optional<Watch> watch, Tally tally, Spool.Counts spool, Optional<String> waitsFor) {}

  /// Begins.
  ///
  /// @param kept where scored answers go, where they are kept at all
  /// @param log takes sentences for those who run Polder, without a word of anybody's call
  public Shadowing(
      Settings settings,
      Spool spool,
      Optional<Spool> kept,
      WatchFile file,
      HttpModels models,
      Similarity similarity,
      Surroundings surroundings,
      InstantSource clock,
      Consumer<String> log) {
    this.settings = settings;
    this.spool = spool;
    this.kept = kept;
    this.file = file;
    this.models = models;
    this.similarity = similarity;
    this.surroundings = surroundings;
    this.clock = clock;
    this.log = log;
    this.room = new Semaphore(settings.concurrency());
    this.thread = Thread.ofVirtual().name("polder-shadow").start(this::work);
  }

  // ---- what is due next

  private void work() {
    try {
      while (closed.getCount() > 0) {
        Duration pause = round();
        boolean _ = closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// This is the thread's edge: a fault of Polder's own must not end the watch.
  private Duration round() throws InterruptedException {
    try {
      spool.sweep();
      kept.ifPresent(Spool::sweep);
      return next();
    } catch (RuntimeException fault) {
      tell(
          "The shadow of use case '%s' failed unexpectedly; please report this: %s"
              .formatted(settings.useCase(), place(fault)));
      return LONGEST_PAUSE;
    }
  }

  /// Does one thing, and says how long to wait for the next.
  private Duration next() throws InterruptedException {
    if (!knowsWhatIsWatched()) {
      return LATER;
    }
    settleAlarm();
    Optional<Spool.Entry> entry = spool.peek();
    if (entry.isEmpty()) {
      waitsFor("");
      return IDLE;
    }
    long left = pauseUntil() - System.nanoTime();
    if (left > 0) {
      waitsFor("the candidate or the judge did not answer; the next try is due soon");
      return Duration.ofNanos(Math.min(left, LATER.toNanos()));
    }
    if (!room.tryAcquire(LATER.toMillis(), TimeUnit.MILLISECONDS)) {
      return Duration.ZERO;
    }
    boolean begun = false;
    try {
      begun = begin(entry.get());
    } finally {
      if (!begun) {
        room.release();
      }
    }
    return begun ? Duration.ZERO : LATER;
  }

  private boolean knowsWhatIsWatched() {
    try {
      follow(surroundings.watched());
      return true;
    } catch (IOException unknown) {
      waitsFor(String.valueOf(unknown.getMessage()));
      return false;
    }
  }

  /// Takes up the watch that is kept, or begins another where something else is watched now.
  private synchronized void follow(Watched now) throws IOException {
    watched = Optional.of(now);
    if (watch.isEmpty()) {
      watch = file.read();
    }
    if (watch.filter(known -> known.identity().equals(now.identity())).isEmpty()) {
      keep(Watch.begin(now.identity(), settings.margin(), settings.runLength(), clock.instant()));
    }
  }

  private synchronized void keep(Watch next) {
    watch = Optional.of(next);
    try {
      file.write(next);
    } catch (IOException unwritable) {
      tell(
          "What the shadow of use case '%s' has seen cannot be kept (%s); a restart would forget it."
              .formatted(settings.useCase(), unwritable.getMessage()));
    }
  }

  // ---- one call

  /// Whether it was sent.
  private boolean begin(Spool.Entry entry) {
    Mirrored call;
    try {
      call = Mirrored.of(entry.content());
    } catch (IOException ofAnotherPolder) {
      spool.remove();
      count(new Tally(0, 0, 1, 0));
      return false;
    }
    return switch (surroundings.candidate(call.terms())) {
      case Leave.Go go -> begin(call, go);
      case Leave.Later later -> later(later);
      case Leave.Never never -> never(never);
    };
  }

  private boolean begin(Mirrored call, Leave.Go candidate) {
    if (!settings.judged()) {
      return send(call, candidate, Optional.empty());
    }
    boolean sent = false;
    try {
      sent =
          switch (surroundings.judge(call.terms())) {
            case Leave.Go judge -> send(call, candidate, Optional.of(judge));
            case Leave.Later later -> later(later);
            case Leave.Never never -> never(never);
          };
      return sent;
    } finally {
      if (!sent) {
        candidate.done().run();
      }
    }
  }

  private boolean later(Leave.Later later) {
    waitsFor(later.reason());
    return false;
  }

  private boolean never(Leave.Never never) {
    spool.remove();
    count(new Tally(0, 0, 0, 1));
    waitsFor(never.reason());
    return false;
  }

  private boolean send(Mirrored call, Leave.Go candidate, Optional<Leave.Go> judge) {
    spool.remove();
    waitsFor("");
    Watched asked = watched().orElseThrow();
    workers.execute(() -> {
      try {
        answer(call, asked, candidate, judge);
      } finally {
        candidate.done().run();
        judge.ifPresent(leave -> leave.done().run());
        room.release();
      }
    });
    return true;
  }

  /// On a virtual thread of its own.
  private void answer(Mirrored call, Watched asked, Leave.Go candidate, Optional<Leave.Go> judge) {
    try {
      Response answer =
          new Question(models, settings.limits(), candidate.deployment(), asked.bundle())
              .ask(call.request());
      Optional<Rated> rated =
          settings.rating().rate(call, answer, similarity, judge.map(this::judge));
      answered();
      rated.ifPresentOrElse(
          scores -> scored(call, candidate.deployment().name(), answer, asked, scores),
          () -> count(new Tally(0, 0, 1, 0)));
    } catch (IOException | ScoringFailed unanswered) {
      failed();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException fault) { // the thread's edge
      failed();
      tell(
          "A mirrored call of use case '%s' failed unexpectedly; please report this: %s"
              .formatted(settings.useCase(), place(fault)));
    }
  }

  /// What went wrong where; not its message, which might repeat a call.
  private static String place(RuntimeException fault) {
    StackTraceElement[] trace = fault.getStackTrace();
    return fault.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  private Judge judge(Leave.Go leave) {
    return messages -> {
      try {
        return new Question(models, settings.limits(), leave.deployment(), Bundle.NONE)
            .ask(ChatBody.steady(leave.deployment().name(), messages))
            .text();
      } catch (IOException away) {
        throw new ScoringFailed(ScoringFailed.Reason.JUDGE_AWAY, "the judge does not answer", away);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new ScoringFailed(ScoringFailed.Reason.INTERRUPTED, "interrupted", stopped);
      }
    };
  }

  private void scored(
      Mirrored call, String deployment, Response answer, Watched asked, Rated scores) {
    kept.ifPresent(answers ->
        answers.append(
            new Kept(
                    call.id(),
                    deployment,
                    call.request().utf8(),
                    call.served(),
                    answer.text(),
                    scores)
                .bytes()));
    synchronized (this) {
      count(new Tally(1, 0, 0, 0));
      // What was asked may have become another variant meanwhile.
      watch
          .filter(now -> now.identity().equals(asked.identity()))
          .ifPresent(now -> keep(now.after(scores, clock.instant())));
    }
  }

  // ---- an alarm

  /// Takes the verdict back once the alarm is raised, and begins anew once it was given again.
  private void settleAlarm() {
    Watch now;
    Watched about;
    synchronized (this) {
      if (watch.isEmpty() || watched.isEmpty() || watch.get().alarmAt().isEmpty()) {
        return;
      }
      now = watch.get();
      about = watched.get();
    }
    if (System.nanoTime() - nextAlarmRound < 0) {
      return;
    }
    try {
      if (!now.settled()) {
        surroundings.takeBack(about, now);
        change(now.identity(), Watch::asSettled);
      } else if (surroundings.isProvenAgain(about, now)) {
        change(now.identity(), known -> known.renewed(clock.instant()));
      }
    } catch (IOException notNow) {
      tell(
          "The verdict of use case '%s' cannot be taken back yet: %s"
              .formatted(settings.useCase(), notNow.getMessage()));
    } finally {
      nextAlarmRound = System.nanoTime() + ALARM_ROUND.toNanos();
    }
  }

  private interface Change {
    Watch of(Watch watch);
  }

  private synchronized void change(String identity, Change change) {
    watch
        .filter(known -> known.identity().equals(identity))
        .ifPresent(known -> keep(change.of(known)));
  }

  /// Begins the watch anew, because a person says so; whether there was one.
  public synchronized boolean renew() {
    watch.ifPresent(known -> keep(known.renewed(clock.instant())));
    return watch.isPresent();
  }

  // ---- what is known

  private synchronized void answered() {
    failuresInARow = 0;
  }

  /// The next call waits, longer after each failure in a row.
  private synchronized void failed() {
    count(new Tally(0, 1, 0, 0));
    long millis =
        Math.min(LONGEST_PAUSE.toMillis(), LATER.toMillis() << Math.min(failuresInARow, 10));
    failuresInARow++;
    pauseUntil = System.nanoTime() + Duration.ofMillis(millis).toNanos();
  }

  private synchronized long pauseUntil() {
    return pauseUntil;
  }

  private synchronized void count(Tally more) {
    tally =
        new Tally(
            tally.scored() + more.scored(),
            tally.failed() + more.failed(),
            tally.unscored() + more.unscored(),
            tally.forbidden() + more.forbidden());
  }

  private synchronized void waitsFor(String reason) {
    waitsFor = reason;
  }

  private synchronized Optional<Watched> watched() {
    return watched;
  }

  /// Says something once, until something else is to be said.
  private void tell(String sentence) {
    synchronized (this) {
      if (sentence.equals(told)) {
        return;
      }
      told = sentence;
    }
    log.accept(sentence);
  }

  /// How it stands. Any thread may ask.
  public Status status() {
    Spool.Counts waiting = spool.counts();
    synchronized (this) {
      return new Status(
          watch,
          tally,
          waiting,
          waitsFor.isEmpty() || waiting.waiting() == 0 ? Optional.empty() : Optional.of(waitsFor));
    }
  }

  /// Ends what is under way, and leaves what waits to whoever opens the spool next, where that is
  /// possible. Closes the spools.
  @Override
  public void close() {
    closed.countDown();
    try {
      boolean _ = thread.join(GRACE);
      workers.shutdown();
      if (!workers.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        workers.shutdownNow();
        boolean _ = workers.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    spool.close();
    kept.ifPresent(Spool::close);
  }
}
