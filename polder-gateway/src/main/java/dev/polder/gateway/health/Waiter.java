package dev.polder.gateway.health;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Somebody who waits for room at one of several deployments and is woken once, on the thread that
/// made room.
public final class Waiter {
  /// What to run; nothing once the wait is over. A waiter stays in its queues for a while after
  /// that, and a call's whole request hangs on what it would run.
  private final AtomicReference<Optional<Runnable>> room;

  Waiter(Runnable room) {
    this.room = new AtomicReference<>(Optional.of(room));
  }

  /// Wakes it; false when it has been woken or has given up.
  boolean wake() {
    Optional<Runnable> waiting = room.getAndSet(Optional.empty());
    waiting.ifPresent(Runnable::run);
    return waiting.isPresent();
  }

  /// Ends the wait without being woken.
  public void giveUp() {
    room.set(Optional.empty());
  }

  /// Whether it has been woken or has given up.
  boolean isOver() {
    return room.get().isEmpty();
  }
}
