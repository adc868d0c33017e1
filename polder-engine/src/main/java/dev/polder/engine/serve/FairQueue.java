package dev.polder.engine.serve;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A bounded queue in which clients take turns, so that one with fifty waiting jobs does not keep
/// one with a single job waiting for fifty.
///
/// Within a client the first comes first. When the queue is full, a newcomer displaces the youngest
/// job of the client with the most, if that one has more waiting than the newcomer would have;
/// otherwise the newcomer's job is refused.
///
/// Safe for use by several threads.
final class FairQueue<T> {
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();

  /// The waiting jobs by client, the client whose turn it is first; no client without a job.
  private final Map<String, Deque<T>> waiting = new LinkedHashMap<>();

  private int size;

  /// Takers that wait; as many jobs may come beyond the capacity, as they will be taken at once.
  private int idle;

  FairQueue(int capacity) {
    this.capacity = capacity;
  }

  /// Adds a job.
  ///
  /// @return the job that has no room: this one, or one that it displaced
  Optional<T> offer(String client, T job) {
    lock.lock();
    try {
      Optional<T> refused = hasRoom() ? Optional.empty() : displaced(client);
      if (!hasRoom()) {
        return Optional.of(job);
      }
      waiting.computeIfAbsent(client, name -> new ArrayDeque<>()).addLast(job);
      size++;
      filled.signal();
      return refused;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoom() {
    return size < capacity + idle;
  }

  private Optional<T> displaced(String newcomer) {
    int own = waiting.getOrDefault(newcomer, new ArrayDeque<>()).size();
    Optional<Deque<T>> longest =
        waiting.values().stream().max(Comparator.comparingInt(Deque::size));
    if (longest.isEmpty() || longest.get().size() <= own + 1) {
      return Optional.empty();
    }
    size--;
    return Optional.of(longest.get().removeLast());
  }

  /// The next job, waiting for one if need be.
  T take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      awaitJob();
      Map.Entry<String, Deque<T>> turn = waiting.entrySet().iterator().next();
      Deque<T> jobs = turn.getValue();
      T job = jobs.removeFirst();
      waiting.remove(turn.getKey());
      if (!jobs.isEmpty()) {
        waiting.put(turn.getKey(), jobs);
      }
      size--;
      return job;
    } finally {
      lock.unlock();
    }
  }

  private void awaitJob() throws InterruptedException {
    idle++;
    try {
      while (waiting.isEmpty()) {
        filled.await();
      }
    } finally {
      idle--;
    }
  }

  /// Takes out a job that still waits, as its client has left.
  void remove(String client, T job) {
    lock.lock();
    try {
      Deque<T> jobs = waiting.get(client);
      if (jobs != null && jobs.remove(job)) {
        size--;
        if (jobs.isEmpty()) {
          waiting.remove(client);
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
