package dev.polder.evals.run;

import dev.polder.evals.solve.NoAnswerException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// How many questions a deployment is asked at once: more as long as it answers, half as many when
/// it has no room, and none at all while it asks to be left alone.
///
/// Additive increase, multiplicative decrease (Chiu and Jain, 1989), begun as TCP does: with every
/// answer one more at once until the first refusal, afterwards one more for every round of answers.
/// Questions that were under way at a refusal halve it no second time. Any thread may call; who
/// enters may block.
final class Pace {
  private static final double FIRST = 4;

  /// Where the deployment does not say how long it wants to rest, it doubles from here to there.
  private static final Duration SHORTEST_REST = Duration.ofMillis(500);

  private static final Duration LONGEST_REST = Duration.ofMinutes(1);

  /// How often who waits looks whether the run has stopped.
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final int most;
  private final Brake brake;
  private final LongSupplier nanoTime;

  private double allowed;
  private boolean refusedOnce;
  private int underWay;

  /// Counts decreases, so that questions from before the last one are told from later ones.
  private int era;

  private int refusalsInARow;
  private long restUntil;
  private boolean resting;

  /// @param most questions at once
  /// @param nanoTime a clock that only moves forward
  Pace(int most, Brake brake, LongSupplier nanoTime) {
    this.most = most;
    this.allowed = Math.min(FIRST, most);
    this.brake = brake;
    this.nanoTime = nanoTime;
  }

  /// Waits until one more may be asked.
  ///
  /// @return the era, to be given back with how it went
  /// @throws NoAnswerException when the run stops
  int enter() throws NoAnswerException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        brake.check();
        long rest = rest();
        if (rest <= 0 && underWay < (int) allowed) {
          underWay++;
          return era;
        }
        room.awaitNanos(rest > 0 ? Math.min(rest, LOOK_NANOS) : LOOK_NANOS);
      }
    } finally {
      lock.unlock();
    }
  }

  private long rest() {
    if (!resting) {
      return 0;
    }
    long left = restUntil - nanoTime.getAsLong();
    resting = left > 0;
    return left;
  }

  /// It answered.
  void answered() {
    leave(() -> {
      refusalsInARow = 0;
      allowed = Math.min(most, allowed + (refusedOnce ? 1 / allowed : 1));
    });
  }

  /// It had no room.
  ///
  /// @param entered what [#enter()] gave
  /// @param rest for how long it asks to be left alone, if it does
  void refused(int entered, Optional<Duration> rest) {
    leave(() -> {
      refusalsInARow += slowDown(entered) ? 1 : 0;
      long wanted = nanoTime.getAsLong() + rest.orElseGet(this::usualRest).toNanos();
      restUntil = resting && restUntil - wanted > 0 ? restUntil : wanted;
      resting = true;
    });
  }

  /// It was too slow, which more questions at once would not better.
  void late(int entered) {
    leave(() -> slowDown(entered));
  }

  /// It failed in a way that says nothing about room.
  void failed() {
    leave(() -> {});
  }

  /// Whether this is the first to say so since the last decrease.
  private boolean slowDown(int entered) {
    if (entered != era) {
      return false;
    }
    era++;
    refusedOnce = true;
    allowed = Math.max(1, allowed / 2);
    return true;
  }

  private Duration usualRest() {
    Duration rest = SHORTEST_REST.multipliedBy(1L << Math.clamp(refusalsInARow - 1, 0, 10));
    return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
  }

  private void leave(Runnable learn) {
    lock.lock();
    try {
      underWay--;
      learn.run();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// How many may be asked at once now.
  int allowed() {
    lock.lock();
    try {
      return (int) allowed;
    } finally {
      lock.unlock();
    }
  }

  /// Whether it is left alone now.
  boolean isResting() {
    lock.lock();
    try {
      return rest() > 0;
    } finally {
      lock.unlock();
    }
  }
}
