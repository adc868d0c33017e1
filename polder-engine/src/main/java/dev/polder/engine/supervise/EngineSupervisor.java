package dev.polder.engine.supervise;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// Starts engines in child processes, restarts those that end or fall silent, and takes them all
/// along when it closes or when this process dies.
///
/// One virtual thread per engine, and two platform threads per running child for its output.
public final class EngineSupervisor implements AutoCloseable {
  /// How patient the supervisor is.
  ///
  /// @param firstPause the longest first pause before a restart; it doubles with every further one
  /// @param longestPause what it never exceeds
  /// @param stableAfter ready for this long, an engine has earned a short pause again
  /// @param probeEvery how often a ready engine is asked whether it lives
  /// @param silenceLimit without an answer for this long, it is restarted; generous, because a
  ///   server may be too busy with a long answer
  /// @param stopLimit between the polite end and the forced one
  public record Policy(
      Duration firstPause,
      Duration longestPause,
      Duration stableAfter,
      Duration probeEvery,
      Duration silenceLimit,
      Duration stopLimit) {
    public Policy {
      for (Duration duration :
          List.of(firstPause, longestPause, stableAfter, probeEvery, silenceLimit, stopLimit)) {
        if (!duration.isPositive()) {
          throw new IllegalArgumentException(
              "A supervision policy has the duration %s. Each must be longer than nothing."
                  .formatted(duration));
        }
      }
    }

    /// Half a second to a minute between restarts, silent after 90 seconds, 5 seconds to stop.
    public static Policy standard() {
      return new Policy(
          Duration.ofMillis(500),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofSeconds(10),
          Duration.ofSeconds(90),
          Duration.ofSeconds(5));
    }
  }

  /// What forcing and the last lines of output may take beyond the stop limit.
  private static final Duration FORCED_END = Duration.ofSeconds(6);

  private static final String ENGINE_MAIN = "dev.polder.engine.EngineProcess";

  private final Policy policy;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final EngineLog log;
  private final String engineMain;
  private final Watchdog watchdog;
  private final Probe probe = new Probe();
  private final Set<Engine> engines = ConcurrentHashMap.newKeySet();
  private boolean closed;

  /// @param random for the jitter; used by several threads, so it must be safe for that
  /// @param log receives what the children print
  public EngineSupervisor(
      Policy policy, InstantSource clock, RandomGenerator random, EngineLog log) {
    this(policy, clock, random, log, ENGINE_MAIN);
  }

  /// @param engineMain the main class of an embedded model's child
  EngineSupervisor(
      Policy policy,
      InstantSource clock,
      RandomGenerator random,
      EngineLog log,
      String engineMain) {
    this.policy = policy;
    this.clock = clock;
    this.random = random;
    this.log = log;
    this.engineMain = engineMain;
    this.watchdog = new Watchdog(policy.stopLimit());
  }

  /// Starts an engine and returns at once, before it is ready, and even if it never will be.
  public synchronized Engine start(EngineSpecification specification) {
    if (closed) {
      throw new IllegalStateException(
          "Engine '%s' cannot be started: its supervisor is closed. Start it in a new one."
              .formatted(specification.name()));
    }
    var bell = new Bell();
    var lines = new PatientLog(specification.name(), log);
    var engine = new Engine(specification, bell, lines);
    var life =
        new EngineLife(engine, launches(specification), policy, clock, random, probe, bell, lines);
    engines.add(engine);
    Thread.ofVirtual().name("engine-" + engine.name()).start(() -> run(engine, life));
    return engine;
  }

  /// Ends all children, politely and then by force, within the stop limit and a few seconds.
  @Override
  public void close() {
    stopAll();
    try {
      awaitAll();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    probe.close();
  }

  private synchronized void stopAll() {
    closed = true;
    engines.forEach(Engine::stop);
  }

  private void awaitAll() throws InterruptedException {
    long end = System.nanoTime() + policy.stopLimit().plus(FORCED_END).toNanos();
    for (Engine engine : engines) {
      engine.awaitEnd(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }
  }

  private EngineLife.Launches launches(EngineSpecification specification) {
    return switch (specification) {
      case EngineSpecification.EmbeddedModel model -> () -> new EmbeddedLaunch(model, engineMain);
      case EngineSpecification.ExternalCommand command ->
          () -> new ExternalLaunch(command, probe, watchdog);
    };
  }

  /// The thread's edge: a fault of ours fails one engine, visibly, and ends its child.
  private void run(Engine engine, EngineLife life) {
    try {
      life.live();
    } catch (InterruptedException | RuntimeException fault) {
      engine.change(
          new EngineState.Failed(
              "Engine '%s' is no longer supervised after a fault of Polder's own: %s. Please report it."
                  .formatted(engine.name(), fault)));
    } finally {
      engines.remove(engine);
      engine.end();
    }
  }
}
