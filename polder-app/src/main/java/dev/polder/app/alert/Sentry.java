package dev.polder.app.alert;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Goes its round once a second: the watches look, then what has become due is told. All of it on
/// one thread, away from calls.
public final class Sentry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sentry.class);
  private static final Duration ROUND = Duration.ofSeconds(1);

  private final Alerts alerts;
  private final Dispatch dispatch;
  private volatile List<Runnable> watches = List.of();
  private Optional<Thread> thread = Optional.empty();
  private boolean saidThatARoundFailed;

  /// Begins with no watch; give it some and start it.
  ///
  /// @param state the file that keeps what stands from one run to the next
  public Sentry(
      List<Subscription> subscriptions, Path state, InstantSource clock, RandomGenerator random) {
    dispatch = new Dispatch(subscriptions);
    alerts = new Alerts(clock, random, new StandingFile(state), dispatch);
  }

  /// Where alerts are raised and cleared.
  public Alerts alerts() {
    return alerts;
  }

  /// Where messages go, to be replaced when the configuration changes.
  public Dispatch dispatch() {
    return dispatch;
  }

  /// Starts the rounds; each of `watches` looks once a second.
  public void start(List<Runnable> newWatches) {
    watches = List.copyOf(newWatches);
    thread = Optional.of(Thread.ofVirtual().name("polder-sentry").start(this::walk));
  }

  private void walk() {
    try {
      while (true) {
        round();
        Thread.sleep(ROUND);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /// This is a thread's edge: a watch that fails must not end the others.
  private void round() {
    for (Runnable watch : watches) {
      try {
        watch.run();
      } catch (RuntimeException fault) {
        if (!saidThatARoundFailed) {
          LOG.error("A watch for alerts failed unexpectedly; please report this.", fault);
        }
        saidThatARoundFailed = true;
      }
    }
    alerts.tick();
  }

  private static void end(Thread walking) {
    walking.interrupt();
    try {
      walking.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Stops the rounds, then lets messages on their way arrive, for three seconds at most.
  @Override
  public void close() {
    thread.ifPresent(Sentry::end);
    dispatch.close();
    alerts.tick();
  }
}
