package dev.polder.gateway.mirror;

import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// Where mirrored calls wait, in memory, until they are taken over. It holds so many calls and so
/// many bytes; what comes while it is full is dropped and counted.
///
/// Any thread may offer, and never waits for it; one thread takes.
public final class Mirror {
  /// Bound on what is kept of one answer: some 16,000 tokens as a stream of events.
  public static final int LONGEST_ANSWER = 4 * 1024 * 1024;

  /// Bound on a request; longer ones are not mirrored.
  public static final int LONGEST_REQUEST = 1024 * 1024;

  private static final int MOST_CALLS = 256;
  private static final long MOST_BYTES = 32L * 1024 * 1024;

  private final Queue<MirroredCall> waiting = new ConcurrentLinkedQueue<>();
  private final Semaphore there = new Semaphore(0);
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

  /// How many calls of a use case were to be mirrored, since the start, and what became of them.
  ///
  /// @param taken those that were let in
  /// @param full dropped because too many waited
  /// @param tooLong dropped because request or answer is too long
  /// @param notPrimary dropped because somebody else than the primary answered, or nobody
  public record Counts(long taken, long full, long tooLong, long notPrimary) {}

  private record Tally(LongAdder taken, LongAdder full, LongAdder tooLong, LongAdder notPrimary) {
    Tally() {
      this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
    }
  }

  /// Takes in a call that was chosen and has ended, if there is room.
  ///
  /// @param call empty where its request or its answer is too long
  public void offer(String useCase, Optional<MirroredCall> call) {
    Tally tally = tally(useCase);
    if (call.isEmpty()) {
      tally.tooLong().increment();
    } else if (calls.get() >= MOST_CALLS || bytes.get() + call.get().length() > MOST_BYTES) {
      tally.full().increment();
    } else {
      tally.taken().increment();
      calls.incrementAndGet();
      bytes.addAndGet(call.get().length());
      waiting.add(call.get());
      there.release();
    }
  }

  /// Counts a call that was chosen and cannot be compared: the primary did not answer it.
  public void missed(String useCase) {
    tally(useCase).notPrimary().increment();
  }

  /// Waits for the next call.
  public MirroredCall take() throws InterruptedException {
    there.acquire();
    MirroredCall call = waiting.remove();
    calls.decrementAndGet();
    bytes.addAndGet(-call.length());
    return call;
  }

  /// What became of the calls of `useCase`.
  public Counts counts(String useCase) {
    Tally tally = tally(useCase);
    return new Counts(
        tally.taken().sum(), tally.full().sum(), tally.tooLong().sum(), tally.notPrimary().sum());
  }

  /// Names come from the configuration, so there are only so many of them.
  private Tally tally(String useCase) {
    return tallies.computeIfAbsent(useCase, any -> new Tally());
  }
}
