package dev.polder.http;

import java.util.HashMap;
import java.util.Map;

/// Timers of one event loop, made for limits: many of them, with few different delays, and nearly
/// all cancelled before their time.
///
/// Timers of the same delay come due in the order in which they were set. So each delay has a
/// queue, and of each queue the clock beneath knows one alarm only: setting and cancelling a timer
/// are a few pointers, where that clock would sort each of them in and out. On the loop only.
final class Timers {
  /// The clock beneath.
  interface Clock {
    long nanoTime();

    /// Runs `task` once after `millis`, never inside this call.
    void alarm(long millis, Runnable task);
  }

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Clock clock;
  private final Map<Long, Queue> queues = new HashMap<>();

  Timers(Clock clock) {
    this.clock = clock;
  }

  /// Runs `task` once after `millis`, unless it is cancelled before.
  EventLoop.Timer set(long millis, Runnable task) {
    Queue known = queues.get(millis);
    return (known != null ? known : queues.computeIfAbsent(millis, Queue::new)).add(task);
  }

  /// How many delays something waits for; a queue goes with its last alarm.
  int queues() {
    return queues.size();
  }

  /// The timers of one delay, in a ring whose head is no timer itself.
  private final class Queue {
    private final long millis;
    private final Waiting head = new Waiting(() -> {}, 0);
    private boolean alarmSet;

    Queue(long millis) {
      this.millis = millis;
    }

    Waiting add(Runnable task) {
      Waiting added = new Waiting(task, clock.nanoTime() + millis * NANOS_PER_MILLI);
      added.insertBefore(head);
      if (!alarmSet) {
        alarmSet = true;
        alarmIn(millis);
      }
      return added;
    }

    private void alarmIn(long fromNow) {
      clock.alarm(fromNow, this::runDue);
    }

    /// An alarm is not withdrawn with its timer: it finds the next one, or nothing.
    private void runDue() {
      long now = clock.nanoTime();
      try {
        while (head.next != head && head.next.due - now <= 0) {
          Waiting due = head.next;
          due.cancel();
          due.task.run();
        }
      } finally {
        alarmAgain(now);
      }
    }

    private void alarmAgain(long now) {
      if (head.next == head) {
        queues.remove(millis, this);
      } else {
        // Rounded up: an alarm before the time would find nothing due.
        alarmIn(Math.max(1, (head.next.due - now + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI));
      }
    }
  }

  /// A timer, linked to its neighbours while it waits and to itself afterwards.
  private static final class Waiting implements EventLoop.Timer {
    private final Runnable task;
    private final long due;
    private Waiting previous = this;
    private Waiting next = this;

    Waiting(Runnable task, long due) {
      this.task = task;
      this.due = due;
    }

    void insertBefore(Waiting other) {
      previous = other.previous;
      next = other;
      previous.next = this;
      other.previous = this;
    }

    @Override
    public void cancel() {
      previous.next = next;
      next.previous = previous;
      previous = this;
      next = this;
    }
  }
}
