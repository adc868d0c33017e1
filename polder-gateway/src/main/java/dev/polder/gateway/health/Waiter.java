package dev.polder.gateway.health;

import java.util.concurrent.atomic.AtomicBoolean;

/// Somebody who waits for room at one of several deployments and is woken once, on the thread that
/// made room.
public final class Waiter {
  private final Runnable room;
  private final AtomicBoolean over = new AtomicBoolean();

  Waiter(Runnable room) {
    this.room = room;
  }

  /// Wakes it; false when it has been woken or has given up.
  boolean wake() {
    if (!over.compareAndSet(false, true)) {
      return false;
    }
    room.run();
    return true;
  }

  /// Ends the wait without being woken.
  public void giveUp() {
    over.set(true);
  }
}
