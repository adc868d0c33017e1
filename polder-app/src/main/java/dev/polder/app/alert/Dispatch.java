package dev.polder.app.alert;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Hands every message to all targets that want it; what one of them does is nothing to the others.
public final class Dispatch implements Consumer<Notice>, AutoCloseable {
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  private final List<Duration> pauses;
  private volatile List<Courier> couriers;

  public Dispatch(List<Subscription> subscriptions) {
    this(subscriptions, Courier.PAUSES);
  }

  Dispatch(List<Subscription> subscriptions, List<Duration> pauses) {
    this.pauses = pauses;
    this.couriers = start(subscriptions);
  }

  private List<Courier> start(List<Subscription> subscriptions) {
    return subscriptions.stream().map(one -> new Courier(one, pauses)).toList();
  }

  @Override
  public void accept(Notice notice) {
    couriers.forEach(courier -> courier.take(notice));
  }

  /// How many messages did not arrive somewhere.
  public long undelivered() {
    return couriers.stream().mapToLong(Courier::undelivered).sum();
  }

  /// Other targets from now on, as after the configuration was read again. What was on its way to
  /// the old ones has three seconds left.
  public void replace(List<Subscription> subscriptions) {
    List<Courier> old = couriers;
    couriers = start(subscriptions);
    Thread.ofVirtual().name("polder-alert-replaced").start(() -> stop(old));
  }

  /// Waits up to three seconds for what is on its way, then stops.
  @Override
  public void close() {
    stop(couriers);
  }

  private static void stop(List<Courier> couriers) {
    long end = System.nanoTime() + LAST_WORDS.toNanos();
    try {
      while (System.nanoTime() < end && !couriers.stream().allMatch(Courier::isIdle)) {
        Thread.sleep(10);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    couriers.forEach(Courier::stop);
  }
}
