package dev.polder.engine.supervise;

import dev.polder.engine.supervise.EngineSupervisor.Policy;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/// An engine's life, from its first start to its last end: one thread in plain blocking code, which
/// alone changes the state.
///
/// Each state is a phase with its own method, which does the phase's work and returns the next
/// state. The child exists from a start until the pause or the end that follows.
final class EngineLife {
  /// How often a starting child is looked at; its ready line and its exit wake us earlier.
  private static final Duration GLANCE = Duration.ofMillis(200);

  /// How a kind of engine is launched once.
  interface Launches {
    Launch next() throws CannotStart;
  }

  private final Engine engine;
  private final Launches launches;
  private final Policy policy;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Probe probe;
  private final Bell bell;
  private final PatientLog log;
  private Backoff backoff;

  EngineLife(
      Engine engine,
      Launches launches,
      Policy policy,
      InstantSource clock,
      RandomGenerator random,
      Probe probe,
      Bell bell,
      PatientLog log) {
    this.engine = engine;
    this.launches = launches;
    this.policy = policy;
    this.clock = clock;
    this.random = random;
    this.probe = probe;
    this.bell = bell;
    this.log = log;
    this.backoff = new Backoff(policy.firstPause(), policy.longestPause(), policy.stableAfter(), 0);
  }

  /// Lives until the state is final; leaves no child behind.
  void live() throws InterruptedException {
    try {
      EngineState state = engine.state();
      while (true) {
        EngineState next =
            switch (state) {
              case EngineState.Starting starting -> start(starting);
              case EngineState.Ready ready -> watch(ready);
              case EngineState.Restarting restarting -> pause(restarting);
              case EngineState.Failed failed -> failed;
              case EngineState.Stopped stopped -> stopped;
            };
        if (next.equals(state)) {
          return;
        }
        state = next;
        engine.change(state);
      }
    } finally {
      endChild();
    }
  }

  private EngineState start(EngineState.Starting starting) throws InterruptedException {
    if (engine.stopAsked()) {
      return starting.stopped();
    }
    try {
      Launch launch = launches.next();
      Child child = Child.start(engine.name(), launch, log, bell);
      engine.holds(new Engine.Running(child, launch));
      return awaitReady(starting, child, launch);
    } catch (CannotStart refused) {
      return switch (refused.kind()) {
        case FOR_GOOD -> starting.failed(refused.reason());
        case FOR_NOW -> starting.ended(nextPause(Duration.ZERO), refused.reason());
      };
    }
  }

  private EngineState awaitReady(EngineState.Starting starting, Child child, Launch launch)
      throws InterruptedException {
    Instant limit = clock.instant().plus(engine.specification().startLimit());
    while (true) {
      if (engine.stopAsked()) {
        endChild();
        return starting.stopped();
      }
      OptionalInt exit = child.exitCode();
      if (exit.isPresent()) {
        return endedEarly(starting, child, launch.hopeless(exit.getAsInt()));
      }
      Optional<URI> address = launch.address();
      if (address.isPresent()) {
        return starting.ready(address.get(), child.pid());
      }
      if (!clock.instant().isBefore(limit)) {
        return starting.ended(
            nextPause(Duration.ZERO),
            "Engine '%s' was not ready within %s: %s. Raise its start limit, or look at its log.%s"
                .formatted(
                    engine.name(),
                    engine.specification().startLimit(),
                    launch.missing(),
                    child.lastWords()));
      }
      bell.await(GLANCE);
    }
  }

  private EngineState endedEarly(EngineState.Starting starting, Child child, boolean hopeless)
      throws InterruptedException {
    if (!hopeless) {
      return starting.ended(nextPause(Duration.ZERO), child.farewell());
    }
    String complaint = child.lastComplaint();
    return starting.failed(complaint.isEmpty() ? child.farewell() : complaint);
  }

  private EngineState watch(EngineState.Ready ready) throws InterruptedException {
    Engine.Running running = engine.running().orElseThrow();
    Instant since = clock.instant();
    Duration silence = Duration.ZERO;
    while (true) {
      CompletableFuture<Integer> answer =
          probe.status(running.launch().livenessProbe(ready.baseUrl()), policy.probeEvery());
      Instant next = clock.instant().plus(policy.probeEvery());
      while (clock.instant().isBefore(next)) {
        if (engine.stopAsked()) {
          endChild();
          return ready.stopped();
        }
        if (running.child().exitCode().isPresent()) {
          return ready.ended(nextPause(upSince(since)), running.child().farewell());
        }
        bell.await(Duration.between(clock.instant(), next));
      }
      silence = lives(answer) ? Duration.ZERO : silence.plus(policy.probeEvery());
      if (silence.compareTo(policy.silenceLimit()) >= 0) {
        return ready.ended(nextPause(upSince(since)), silent(running, ready, silence));
      }
      if (!watchdogLives(running)) {
        return ready.ended(
            nextPause(upSince(since)),
            "Engine '%s' lost its watchdog, which somebody killed: it is restarted, because it might outlive Polder."
                .formatted(engine.name()));
      }
    }
  }

  /// Whatever is answered below 500 shows life: a path that does not exist, a model that was
  /// withdrawn.
  private static boolean lives(CompletableFuture<Integer> answer) {
    int status = answer.getNow(Probe.NO_ANSWER);
    return status != Probe.NO_ANSWER && status < 500;
  }

  private String silent(Engine.Running running, EngineState.Ready ready, Duration silence) {
    return "Engine '%s' is alive (pid %d) but did not answer GET %s for %s.%s"
        .formatted(
            engine.name(),
            ready.pid(),
            running.launch().livenessProbe(ready.baseUrl()),
            silence,
            running.child().lastWords());
  }

  private static boolean watchdogLives(Engine.Running running) {
    if (!running.launch().watched()) {
      return true;
    }
    try {
      running.child().send("alive");
      return true;
    } catch (IOException broken) {
      return false;
    }
  }

  private EngineState pause(EngineState.Restarting restarting) throws InterruptedException {
    endChild();
    Instant until = clock.instant().plus(restarting.after());
    while (clock.instant().isBefore(until)) {
      if (engine.stopAsked()) {
        return restarting.stopped();
      }
      bell.await(Duration.between(clock.instant(), until));
    }
    return restarting.again();
  }

  private Duration upSince(Instant since) {
    return Duration.between(since, clock.instant());
  }

  private Duration nextPause(Duration up) {
    backoff = backoff.ended(up);
    return backoff.pause(random);
  }

  private void endChild() throws InterruptedException {
    Optional<Engine.Running> running = engine.running();
    if (running.isPresent()) {
      running.get().child().end(policy.stopLimit());
      engine.holdsNothing();
    }
  }
}
