package dev.polder.app.alert;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries messages to one target, in order, on a thread of its own. A target that fails is tried
/// again with growing pauses; what does not arrive in the end is counted, and said once in the log
/// until the target works again.
final class Courier {
  /// About eight minutes; then the next message has its turn.
  static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5));

  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
  private static final int WAITING_AT_MOST = 256;

  private final Subscription subscription;
  private final List<Duration> pauses;
  private final BlockingQueue<Notice> waiting = new ArrayBlockingQueue<>(WAITING_AT_MOST);
  private final AtomicLong undelivered = new AtomicLong();
  private final Thread thread;
  private final AtomicLong underWay = new AtomicLong();
  private boolean failing;

  Courier(Subscription subscription, List<Duration> pauses) {
    this.subscription = subscription;
    this.pauses = List.copyOf(pauses);
    thread = Thread.ofVirtual().name("polder-alert-courier").start(this::carryAll);
  }

  /// Takes a message to carry, if the target wants such; never blocks.
  void take(Notice notice) {
    if (!subscription.wants(notice.alert().kind())) {
      return;
    }
    underWay.incrementAndGet();
    if (!waiting.offer(notice)) {
      underWay.decrementAndGet();
      failed("has %d messages waiting, so one was dropped".formatted(WAITING_AT_MOST));
    }
  }

  /// How many messages did not arrive.
  long undelivered() {
    return undelivered.get();
  }

  private void carryAll() {
    try {
      while (true) {
        Notice notice = waiting.take();
        carry(notice);
        underWay.decrementAndGet();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void carry(Notice notice) throws InterruptedException {
    Target.Delivery delivery = subscription.target().deliver(notice);
    for (Duration pause : pauses) {
      if (!(delivery instanceof Target.Delivery.Unreached)) {
        break;
      }
      Thread.sleep(pause);
      delivery = subscription.target().deliver(notice);
    }
    switch (delivery) {
      case Target.Delivery.Arrived arrived -> arrived();
      case Target.Delivery.Refused refused -> failed(refused.words());
      case Target.Delivery.Unreached unreached -> failed(unreached.words());
    }
  }

  private synchronized void failed(String words) {
    long count = undelivered.incrementAndGet();
    if (!failing) {
      LOG.error(
          "An alert did not reach {}: {}. 'polder alerts test' tries it. Not said again until it works.",
          subscription.target().name(),
          words);
    } else {
      LOG.debug("{} alerts did not reach {}", count, subscription.target().name());
    }
    failing = true;
  }

  private synchronized void arrived() {
    if (failing) {
      LOG.info(
          "Alerts reach {} again; {} did not in all.",
          subscription.target().name(),
          undelivered.get());
    }
    failing = false;
  }

  /// Whether everything taken has been carried or given up.
  boolean isIdle() {
    return underWay.get() == 0;
  }

  /// Stops at once; what waits is lost.
  void stop() {
    thread.interrupt();
  }
}
