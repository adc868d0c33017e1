package dev.polder.app.canary;

import dev.polder.app.alert.Shift;
import dev.polder.app.config.CanarySettings;
import dev.polder.app.config.Configuration;
import dev.polder.app.config.DeploymentSettings;
import dev.polder.app.eval.Reach;
import dev.polder.evals.canary.Round;
import dev.polder.evals.canary.Vigil;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks canaries when they are due, one at a time, and keeps what they show.
///
/// What was due while Polder was down is made up for by one round. A round that cannot begin,
/// because its deployment is restricted or does not fare well, waits until it can. One thread of
/// its own does all of it; any thread may ask what it knows.
public final class CanaryWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CanaryWatch.class);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration END = Duration.ofSeconds(1);

  /// A store that cannot be written now is tried again so much later.
  private static final Duration DOUBT_PAUSE = Duration.ofSeconds(10);

  private final Leave leave;
  private final Reach.Maker maker;
  private final InstantSource clock;
  private final CanaryFile file;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private final Map<String, Canary> canaries = new HashMap<>();
  private Configuration configuration;
  private Optional<CanaryRound> running = Optional.empty();
  private Instant nextDoubt = Instant.MIN;
  private boolean saidThatSavingFails;
  private Optional<Thread> thread = Optional.empty();

  /// Goes on with what was known when Polder last ran; asks nobody before [#begin].
  ///
  /// @param maker has deployments at hand
  public CanaryWatch(
      Configuration configuration, Leave leave, Reach.Maker maker, InstantSource clock) {
    this.leave = leave;
    this.maker = maker;
    this.clock = clock;
    this.file = CanaryFile.in(configuration.state());
    this.configuration = configuration;
    if (!configuration.canaries().isEmpty()) {
      canaries.putAll(file.read(clock.instant()));
    }
    adopt();
  }

  /// Begins to ask.
  public void begin() {
    thread = Optional.of(Thread.ofVirtual().name("polder-canary").start(this::watch));
  }

  /// Another configuration holds from now on. A round that it makes another is stopped.
  public void follow(Configuration changed) {
    lock.lock();
    try {
      boolean first = configuration.canaries().isEmpty() && canaries.isEmpty();
      configuration = changed;
      if (first && !changed.canaries().isEmpty()) {
        canaries.putAll(file.read(clock.instant()));
      }
      adopt();
      running
          .filter(round -> !isAsConfigured(round))
          .ifPresent(round -> round.stop("the configuration has changed"));
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isAsConfigured(CanaryRound round) {
    String name = round.settings().deployment();
    return configuration.canary(name).equals(Optional.of(round.settings()))
        && configuration.deployment(name).equals(round.configuration().deployment(name))
        && configuration
            .suite(round.settings().suite())
            .equals(round.configuration().suite(round.settings().suite()));
  }

  /// Of a deployment that is now another model nothing holds that was seen.
  private void adopt() {
    for (CanarySettings settings : configuration.canaries()) {
      String name = settings.deployment();
      String whom = new Whom(configuration, deployment(name)).digest();
      Canary known = canaries.get(name);
      if (known == null || !known.whom().equals(whom)) {
        if (known != null) {
          LOG.info("Canary '{}' begins anew: its deployment is configured as another model.", name);
        }
        canaries.put(name, Canary.fresh(whom, settings.baseline(), clock.instant()));
      }
    }
  }

  private DeploymentSettings deployment(String name) {
    return configuration
        .deployment(name)
        .orElseThrow(() -> new IllegalArgumentException("unchecked configuration: " + name));
  }

  private void watch() {
    try {
      while (true) {
        Optional<CanaryRound> due = awaitDue();
        if (due.isPresent()) {
          run(due.get());
        }
        payDoubts();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits a moment at most; the round that is to begin, which counts as running from then on.
  private Optional<CanaryRound> awaitDue() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = PAUSE.toNanos();
      while (due().isEmpty() && left > 0) {
        left = woken.awaitNanos(left);
      }
      running = due().map(settings -> new CanaryRound(configuration, settings, clock));
      return running;
    } finally {
      lock.unlock();
    }
  }

  /// The one that has been due for longest of those that may be asked.
  private Optional<CanarySettings> due() {
    Instant now = clock.instant();
    return configuration.canaries().stream()
        .filter(settings -> !known(settings).due().isAfter(now))
        .filter(settings -> leave.objection(settings.deployment()).isEmpty())
        .min(Comparator.comparing(settings -> known(settings).due()));
  }

  private Canary known(CanarySettings settings) {
    return Optional.ofNullable(canaries.get(settings.deployment())).orElseThrow();
  }

  private void run(CanaryRound round) throws InterruptedException {
    Instant begun = clock.instant();
    CountDownLatch over = new CountDownLatch(1);
    Thread guard = Thread.ofVirtual().name("polder-canary-guard").start(() -> guard(round, over));
    Optional<CanaryRound.Outcome> outcome;
    try {
      outcome = Optional.of(round.run(maker));
    } catch (RuntimeException fault) { // the thread's edge: other canaries must still be asked
      LOG.error("A round of a canary failed unexpectedly; please report this.", fault);
      outcome = Optional.of(new CanaryRound.Outcome.Unfinished("Polder failed: " + fault));
    } finally {
      over.countDown();
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedException("closed");
    }
    guard.join();
    settle(round, begun, outcome.get());
  }

  /// Stops a round that may not go on.
  private void guard(CanaryRound round, CountDownLatch over) {
    try {
      while (!over.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        leave.bar(round.settings().deployment()).ifPresent(round::stop);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void settle(CanaryRound round, Instant begun, CanaryRound.Outcome outcome) {
    CanarySettings settings = round.settings();
    String name = settings.deployment();
    lock.lock();
    try {
      running = Optional.empty();
      Canary before = canaries.get(name);
      if (before == null || !before.whom().equals(round.whom())) {
        return; // the configuration speaks of another model now
      }
      Instant next = begun.plus(settings.every());
      canaries.put(
          name,
          switch (outcome) {
            case CanaryRound.Outcome.Asked asked -> after(before, settings, asked).dueAt(next);
            case CanaryRound.Outcome.Unfinished(String why) ->
                unfinished(before, name, why).dueAt(next);
            case CanaryRound.Outcome.Stopped(String why) -> unfinished(before, name, why);
          });
      save();
    } finally {
      lock.unlock();
    }
  }

  private Canary unfinished(Canary before, String name, String why) {
    CanaryWords.tellTrouble(before, name, why);
    return before.attempted(new Canary.Attempt(clock.instant(), why));
  }

  private Canary after(Canary before, CanarySettings settings, CanaryRound.Outcome.Asked asked) {
    String name = settings.deployment();
    Round round = asked.round();
    boolean comparable =
        before.vigil().wanted() == settings.baseline()
            && (before.asked().isEmpty() || before.asked().equals(asked.asked()));
    if (!comparable) {
      LOG.info("Canary '{}' begins a new baseline: what it is asked has changed.", name);
    }
    Vigil vigil = comparable ? before.vigil() : before.vigil().begunAnew(settings.baseline());
    Vigil now = vigil.after(round);
    String trouble =
        round.isTelling()
            ? ""
            : "%d of %d samples brought no answer.".formatted(round.errors(), round.asked());
    if (trouble.isEmpty()) {
      CanaryWords.tell(name, vigil, now);
    } else {
      CanaryWords.tellTrouble(before, name, trouble);
    }
    Canary after =
        before.asking(asked.asked()).with(now).attempted(new Canary.Attempt(round.at(), trouble));
    return vigil.alarm().isEmpty() && now.alarm().isPresent()
        ? after.owing(Optional.of(CanaryWords.owed(settings, now.alarm().get())))
        : after;
  }

  /// Brings doubts to the store of findings; those that do not reach it wait.
  private void payDoubts() {
    Instant now = clock.instant();
    if (now.isBefore(nextDoubt)) {
      return;
    }
    for (Map.Entry<String, Canary> entry : owing()) {
      Configuration current = configuration();
      Canary.Owed owed = entry.getValue().owed().orElseThrow();
      try {
        new Whom(current, current.deployment(entry.getKey()).orElseThrow())
            .doubt(owed.reason(), owed.at());
        paid(entry.getKey(), owed);
      } catch (IOException cannot) {
        LOG.warn(
            "That '{}' has shifted could not be noted beside its findings, which is tried again: {}",
            entry.getKey(),
            cannot.getMessage());
        nextDoubt = now.plus(DOUBT_PAUSE);
      }
    }
  }

  private Configuration configuration() {
    lock.lock();
    try {
      return configuration;
    } finally {
      lock.unlock();
    }
  }

  private List<Map.Entry<String, Canary>> owing() {
    lock.lock();
    try {
      return canaries.entrySet().stream()
          .filter(entry -> entry.getValue().owed().isPresent())
          .filter(entry -> configuration.deployment(entry.getKey()).isPresent())
          .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  private void paid(String name, Canary.Owed owed) {
    lock.lock();
    try {
      Canary canary = canaries.get(name);
      if (canary != null && canary.owed().equals(Optional.of(owed))) {
        canaries.put(name, canary.owing(Optional.empty()));
        save();
      }
    } finally {
      lock.unlock();
    }
  }

  private void save() {
    try {
      file.write(canaries);
      saidThatSavingFails = false;
    } catch (IOException cannot) {
      if (!saidThatSavingFails) {
        LOG.warn(
            "What canaries know cannot be kept in '{}' ({}); a restart would forget it.",
            file.path(),
            cannot.toString());
      }
      saidThatSavingFails = true;
    }
  }

  /// Every configured canary as it is now.
  public List<CanaryLook> look() {
    lock.lock();
    try {
      return configuration.canaries().stream().map(this::look).toList();
    } finally {
      lock.unlock();
    }
  }

  private CanaryLook look(CanarySettings settings) {
    Canary canary = known(settings);
    boolean runs =
        running.filter(r -> r.settings().deployment().equals(settings.deployment())).isPresent();
    boolean waits = !runs && !canary.due().isAfter(clock.instant());
    return new CanaryLook(
        settings,
        canary.vigil(),
        runs,
        waits ? leave.objection(settings.deployment()) : Optional.empty(),
        canary.due(),
        canary.attempts(),
        canary.last().map(Canary.Attempt::at),
        canary.last().map(Canary.Attempt::trouble).orElse(""));
  }

  /// Has a round of `deployment` begin now; one that is under way already will do.
  ///
  /// @param deployment that of a configured canary
  /// @return why it may not begin; empty where it does
  public Optional<String> runNow(String deployment) {
    lock.lock();
    try {
      Optional<String> objection = leave.objection(deployment);
      Canary canary = canaries.get(deployment);
      if (objection.isEmpty() && canary != null) {
        canaries.put(deployment, canary.dueAt(clock.instant()));
        woken.signalAll();
      }
      return objection;
    } finally {
      lock.unlock();
    }
  }

  /// What `deployment` answers now is what it is compared with from now on.
  ///
  /// @param deployment that of a configured canary
  public void accept(String deployment) {
    lock.lock();
    try {
      Canary canary = canaries.get(deployment);
      if (canary != null) {
        canaries.put(deployment, canary.with(canary.vigil().accepted()));
        save();
        LOG.info("Canary '{}': what it answers now was accepted as its new baseline.", deployment);
      }
    } finally {
      lock.unlock();
    }
  }

  /// The shifts that are seen now, for alerts.
  public List<Shift> shifts() {
    List<Shift> shifts = new ArrayList<>();
    for (CanaryLook look : look()) {
      CanaryWords.shift(look, clock.instant()).ifPresent(shifts::add);
    }
    return shifts;
  }

  /// Stops a round that is under way and returns within a second; nothing is asked any more.
  @Override
  public void close() {
    lock.lock();
    try {
      running.ifPresent(round -> round.stop("Polder stops"));
    } finally {
      lock.unlock();
    }
    thread.ifPresent(CanaryWatch::end);
  }

  private static void end(Thread watching) {
    watching.interrupt();
    try {
      if (!watching.join(END)) {
        LOG.warn("A canary's round did not end in time; Polder stops without waiting for it.");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
