package dev.polder.gateway.health;

import dev.polder.model.Traits;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/// One deployment's pulse: what is under way, whether it rests, its condition, and who waits for
/// room. Any thread.
final class Vitals {
  /// The rest of a deployment that is busy and does not say how long; doubled while it goes on.
  private static final Duration UNTOLD_REST = Duration.ofSeconds(1);

  private static final Duration LONGEST_UNTOLD_REST = Duration.ofSeconds(60);

  /// A deployment that says "now" is not asked again in the same moment.
  private static final Duration SHORTEST_REST = Duration.ofMillis(100);

  /// After so many new waiters those who have given up are taken out of the queue.
  private static final int SWEEP = 1024;

  private final Health health;
  private final String name;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger busyInARow = new AtomicInteger();
  private final AtomicLong restsUntil;
  private final AtomicReference<Condition> condition;
  private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waited = new AtomicInteger();

  Vitals(Health health, String name) {
    this.health = health;
    this.name = name;
    long now = health.now();
    this.restsUntil = new AtomicLong(now);
    this.condition = new AtomicReference<>(Condition.well(now));
  }

  int underWay() {
    return underWay.get();
  }

  Condition condition() {
    return condition.get();
  }

  Standing standing(Traits traits) {
    long now = health.now();
    long rests = restsUntil.get() - now;
    if (rests > 0) {
      return new Standing.Resting(Duration.ofNanos(rests), "busy", true);
    }
    Standing standing = condition.get().standing(now, health.policy(), traits.failback());
    if (!(standing instanceof Standing.Ready)) {
      return standing;
    }
    boolean full =
        traits.concurrency().isPresent() && underWay.get() >= traits.concurrency().getAsInt();
    return full ? Standing.FULL : standing;
  }

  /// Begins an attempt, unless another thread took the last place in between.
  Optional<Lease> begin(Traits traits) {
    if (!takePlace(traits.concurrency())) {
      return Optional.empty();
    }
    while (true) {
      Condition before = condition.get();
      if (before.standing(health.now(), health.policy(), traits.failback())
          instanceof Standing.Full) {
        underWay.decrementAndGet();
        return Optional.empty();
      }
      Condition after = before.begun(health.now(), traits.failback());
      if (after.equals(before) || change(before, after)) {
        return Optional.of(new Lease(this, after.onTrial()));
      }
    }
  }

  /// Never more than there are, not even for a moment: whoever looks meanwhile would wait for room
  /// that is there.
  private boolean takePlace(OptionalInt most) {
    if (most.isEmpty()) {
      underWay.incrementAndGet();
      return true;
    }
    int now = underWay.get();
    while (now < most.getAsInt()) {
      if (underWay.compareAndSet(now, now + 1)) {
        return true;
      }
      now = underWay.get();
    }
    return false;
  }

  /// Whether an attempt could begin, were it not for a rest.
  boolean hasRoom(Traits traits) {
    boolean place =
        traits.concurrency().isEmpty() || underWay.get() < traits.concurrency().getAsInt();
    return place
        && !(condition.get().standing(health.now(), health.policy(), traits.failback())
            instanceof Standing.Full);
  }

  void answered(boolean trial) {
    busyInARow.set(0);
    end(before -> before.answered(health.now(), trial, health.policy()));
  }

  void broke(boolean trial) {
    double jitter = health.random().nextDouble();
    end(before -> before.broke(health.now(), trial, health.policy(), jitter));
  }

  void unjudged(boolean trial) {
    end(before -> before.unjudged(trial));
  }

  void busy(Optional<Duration> told, boolean trial) {
    int times = busyInARow.getAndIncrement();
    Duration rest = told.orElseGet(() -> untoldRest(times));
    Duration longEnough = rest.compareTo(SHORTEST_REST) < 0 ? SHORTEST_REST : rest;
    long until = health.now() + longEnough.toNanos();
    restsUntil.accumulateAndGet(until, (one, other) -> one - other > 0 ? one : other);
    end(before -> before.unjudged(trial));
  }

  private Duration untoldRest(int times) {
    Duration doubled = UNTOLD_REST.multipliedBy(1L << Math.min(times, 20));
    Duration bounded = doubled.compareTo(LONGEST_UNTOLD_REST) > 0 ? LONGEST_UNTOLD_REST : doubled;
    return Duration.ofNanos(
        (long) (bounded.toNanos() * (0.5 + 0.5 * health.random().nextDouble())));
  }

  /// Lets calls return, in a share that grows.
  void letReturn() {
    restsUntil.set(health.now());
    update(before -> before.returned(health.now()));
    wakeAll();
  }

  /// After a restriction.
  void restore(Traits.Failback failback) {
    update(before -> before.restored(health.now(), failback));
    wakeAll();
  }

  private void end(UnaryOperator<Condition> transition) {
    boolean changed = update(transition);
    underWay.decrementAndGet();
    if (changed) {
      wakeAll();
    } else {
      wakeOne();
    }
  }

  /// Whether the kind of state has changed.
  private boolean update(UnaryOperator<Condition> transition) {
    while (true) {
      Condition before = condition.get();
      Condition after = transition.apply(before);
      if (after.equals(before) || change(before, after)) {
        return after.getClass() != before.getClass();
      }
    }
  }

  private boolean change(Condition before, Condition after) {
    if (!condition.compareAndSet(before, after)) {
      return false;
    }
    if (before.getClass() != after.getClass()) {
      health.tell(name, before, after);
    }
    return true;
  }

  void await(Waiter waiter) {
    waiters.add(waiter);
    if (waited.incrementAndGet() % SWEEP == 0) {
      waiters.removeIf(Waiter::isOver);
    }
  }

  /// How many are in the queue, some of whom may have given up.
  int waiting() {
    return waiters.size();
  }

  void wakeOne() {
    Waiter next = waiters.poll();
    while (next != null && !next.wake()) {
      next = waiters.poll();
    }
  }

  private void wakeAll() {
    for (Waiter next = waiters.poll(); next != null; next = waiters.poll()) {
      next.wake();
    }
  }
}
