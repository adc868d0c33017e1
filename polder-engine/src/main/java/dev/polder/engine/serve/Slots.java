package dev.polder.engine.serve;

import java.util.ArrayList;
import java.util.List;

/// The threads that answer, each one request at a time, taken from the queue.
final class Slots implements AutoCloseable {
  private final List<Thread> threads = new ArrayList<>();

  /// Starts the threads.
  Slots(int count, FairQueue<Job> queue) {
    for (int i = 1; i <= count; i++) {
      // Platform threads: they spend their time in native code, where a virtual one would pin
      // anyway.
      threads.add(
          Thread.ofPlatform().name("polder-slot-" + i).daemon().start(() -> answerAll(queue)));
    }
  }

  private static void answerAll(FairQueue<Job> queue) {
    try {
      while (true) {
        queue.take().run();
      }
    } catch (InterruptedException e) {
      // The server is closing.
    }
  }

  /// Waits for requests under way, and ends the threads.
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    boolean interrupted = false;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
